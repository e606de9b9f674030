package io.github.s3agrants.emulator.store;

import java.util.Base64;

/**
 * A checksum of an object or part. Immutable.
 *
 * @param algorithm the algorithm
 * @param value in Base64; a composite one ends with the number of parts
 * @param type what it is computed of
 */
public record Checksum(ChecksumAlgorithm algorithm, String value, ChecksumType type) {
  /** The checksum of bytes that have been hashed. */
  public static Checksum whole(ChecksumAlgorithm algorithm, byte[] result) {
    return new Checksum(
        algorithm, Base64.getEncoder().encodeToString(result), ChecksumType.FULL_OBJECT);
  }
}
