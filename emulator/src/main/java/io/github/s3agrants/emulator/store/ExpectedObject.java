package io.github.s3agrants.emulator.store;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import org.jspecify.annotations.Nullable;

/**
 * What the client says about the object that an upload is to make. Immutable.
 *
 * @param algorithm the algorithm of the checksum; null: none was sent
 * @param checksum the checksum in Base64; null: none was sent
 * @param size in bytes; null: not sent
 */
public record ExpectedObject(
    @Nullable ChecksumAlgorithm algorithm, @Nullable String checksum, @Nullable Long size) {
  /** Any object will do. */
  public static final ExpectedObject ANY = new ExpectedObject(null, null, null);

  /**
   * Checks the object.
   *
   * @throws AwsException InvalidRequest or BadDigest
   */
  void check(StoredObject object) throws AwsException {
    if (size != null && size != object.size()) {
      throw new AwsException(
          AwsError.INVALID_REQUEST,
          "The provided 'x-amz-mp-object-size' header value " + size + " does not match");
    }
    if (algorithm != null && checksum != null && !hasChecksum(object, algorithm, checksum)) {
      throw new AwsException(
          AwsError.BAD_DIGEST,
          "The " + algorithm + " you specified did not match the calculated checksum.");
    }
  }

  private static boolean hasChecksum(
      StoredObject object, ChecksumAlgorithm algorithm, String checksum) {
    Checksum own = object.checksum();
    if (own != null && own.algorithm() == algorithm) {
      return own.value().equals(checksum);
    }
    return Checksum.whole(algorithm, algorithm.hasher().of(object.content()))
        .value()
        .equals(checksum);
  }
}
