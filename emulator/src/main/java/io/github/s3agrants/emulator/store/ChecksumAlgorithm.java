package io.github.s3agrants.emulator.store;

import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The checksum algorithms of S3. */
public enum ChecksumAlgorithm {
  CRC32(true),
  CRC32C(true),
  CRC64NVME(true),
  SHA1(false),
  SHA256(false);

  private final boolean cyclic;

  ChecksumAlgorithm(boolean cyclic) {
    this.cyclic = cyclic;
  }

  /** The algorithm with this name. */
  public static Optional<ChecksumAlgorithm> named(String name) {
    for (ChecksumAlgorithm algorithm : values()) {
      if (algorithm.name().equals(name.toUpperCase(Locale.ROOT))) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** The header, and trailer, with a checksum of this algorithm. */
  public String header() {
    return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
  }

  /** The element with a checksum of this algorithm. */
  public String element() {
    return "Checksum" + name();
  }

  /** True if an upload in parts can have the checksum of its whole content. */
  public boolean allowsWholeUpload() {
    return cyclic;
  }

  /** True if an upload in parts can have the checksum of its parts' checksums. */
  public boolean allowsComposite() {
    return this != CRC64NVME;
  }

  /** A new computation. */
  public Hasher hasher() {
    return switch (this) {
      case CRC32 -> Hasher.of(new CRC32(), Integer.BYTES);
      case CRC32C -> Hasher.of(new CRC32C(), Integer.BYTES);
      case CRC64NVME -> Hasher.of(new Crc64Nvme(), Long.BYTES);
      case SHA1 -> Hasher.of("SHA-1");
      case SHA256 -> Hasher.of("SHA-256");
    };
  }
}
