package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.Checksum;
import io.github.s3agrants.emulator.store.ChecksumAlgorithm;
import io.github.s3agrants.emulator.store.ChecksumType;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checksums in requests and documents. */
final class Checksums {
  private Checksums() {}

  /**
   * The algorithm that the client wants for a new object.
   *
   * @throws AwsException InvalidRequest if S3 does not have it
   */
  static @Nullable ChecksumAlgorithm algorithm(Call call) throws AwsException {
    String sent = call.header("x-amz-checksum-algorithm");
    Optional<ChecksumAlgorithm> named =
        sent == null ? Optional.empty() : ChecksumAlgorithm.named(sent.strip());
    if (sent != null && named.isEmpty()) {
      throw new AwsException(
          AwsError.INVALID_REQUEST,
          "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
              + Arrays.toString(ChecksumAlgorithm.values()));
    }
    return named.orElse(null);
  }

  /**
   * What the checksum of an upload in parts is computed of.
   *
   * @throws AwsException InvalidRequest if the algorithm cannot do it
   */
  static ChecksumType type(Call call, @Nullable ChecksumAlgorithm algorithm) throws AwsException {
    String sent = call.header("x-amz-checksum-type");
    if (sent == null) {
      return algorithm == null || algorithm.allowsComposite()
          ? ChecksumType.COMPOSITE
          : ChecksumType.FULL_OBJECT;
    }
    for (ChecksumType type : ChecksumType.values()) {
      boolean allowed =
          algorithm != null
              && (type == ChecksumType.COMPOSITE
                  ? algorithm.allowsComposite()
                  : algorithm.allowsWholeUpload());
      if (type.name().equals(sent) && allowed) {
        return type;
      }
    }
    throw new AwsException(
        AwsError.INVALID_REQUEST,
        "The "
            + sent
            + " checksum type cannot be used with the "
            + algorithm
            + " checksum algorithm.");
  }

  /** The element with the value. Null if there is none. */
  static @Nullable XmlElement element(@Nullable Checksum checksum) {
    return checksum == null
        ? null
        : XmlElement.of(checksum.algorithm().element(), checksum.value());
  }

  /** The element with the type. Null if there is no checksum. */
  static @Nullable XmlElement type(@Nullable Checksum checksum) {
    return checksum == null ? null : XmlElement.of("ChecksumType", checksum.type().name());
  }
}
