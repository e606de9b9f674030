package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.Checksum;
import io.github.s3agrants.emulator.store.ChecksumAlgorithm;
import io.github.s3agrants.emulator.store.Hasher;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The checksum that a request announces, in a header or in the trailer. Used by one thread.
 *
 * <p>See <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html">Checking
 * object integrity for data uploads</a>.
 */
final class SentChecksum {
  /** None is announced, whatever the headers say. */
  static final SentChecksum NONE = new SentChecksum(null, null);

  private final @Nullable ChecksumAlgorithm algorithm;
  private final @Nullable String value;
  private final @Nullable Hasher hasher;

  private SentChecksum(@Nullable ChecksumAlgorithm algorithm, @Nullable String value) {
    this.algorithm = algorithm;
    this.value = value;
    this.hasher = algorithm == null ? null : algorithm.hasher();
  }

  static SentChecksum of(Call call) throws AwsException {
    String inTrailer = call.header("x-amz-trailer");
    ChecksumAlgorithm found = null;
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      boolean announced =
          inTrailer != null
              && inTrailer.strip().toLowerCase(Locale.ROOT).equals(algorithm.header());
      if (announced || call.header(algorithm.header()) != null) {
        if (found != null) {
          throw new AwsException(
              AwsError.INVALID_REQUEST,
              "Expecting a single x-amz-checksum- header. Multiple checksum Types are not"
                  + " allowed.");
        }
        found = algorithm;
      }
    }
    if (found == null && inTrailer != null) {
      throw new AwsException(
          AwsError.INVALID_REQUEST,
          "The value specified in the x-amz-trailer header is not supported");
    }
    return new SentChecksum(found, found == null ? null : call.header(found.header()));
  }

  /** The algorithm; null if no checksum is announced. */
  @Nullable ChecksumAlgorithm algorithm() {
    return algorithm;
  }

  /** The checksum in the header; null if there is none. */
  @Nullable String value() {
    return value == null ? null : value.strip();
  }

  /** Must see the content; null if no checksum is announced. */
  @Nullable Hasher hasher() {
    return hasher;
  }

  /**
   * The checksum, when the content has been seen.
   *
   * @throws AwsException BadDigest, or MalformedTrailerError if it did not come
   */
  Optional<Checksum> verified(Map<String, String> trailer) throws AwsException {
    if (algorithm == null || hasher == null) {
      return Optional.empty();
    }
    String sent = value == null ? trailer.get(algorithm.header()) : value;
    if (sent == null) {
      throw AwsChunked.malformedTrailer();
    }
    Checksum computed = Checksum.whole(algorithm, hasher.finish());
    if (!Objects.equals(computed.value(), sent.strip())) {
      throw new AwsException(
          AwsError.BAD_DIGEST,
          "The " + algorithm + " you specified did not match the calculated checksum.");
    }
    return Optional.of(computed);
  }
}
