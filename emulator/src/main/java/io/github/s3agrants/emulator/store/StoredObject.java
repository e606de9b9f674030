package io.github.s3agrants.emulator.store;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object. Immutable.
 *
 * @param content the bytes
 * @param eTag the entity tag
 * @param properties metadata, tags, ACL and encryption
 * @param checksum null: none was sent
 * @param parts the parts that it was uploaded in; empty if it was not
 */
public record StoredObject(
    Content content,
    ETag eTag,
    ObjectProperties properties,
    @Nullable Checksum checksum,
    List<PartSummary> parts) {

  public StoredObject {
    parts = List.copyOf(parts);
  }

  /** An object that was uploaded in one piece. */
  public static StoredObject of(
      Content content, ETag eTag, ObjectProperties properties, @Nullable Checksum checksum) {
    return new StoredObject(content, eTag, properties, checksum, List.of());
  }

  /** The size in bytes. */
  public long size() {
    return content.length();
  }

  /** With other properties. */
  public StoredObject with(ObjectProperties other) {
    return new StoredObject(content, eTag, other, checksum, parts);
  }

  /**
   * A copy, which is in one piece whatever its source was.
   *
   * @param algorithm that of the copy's checksum; empty: none
   */
  public StoredObject copy(Optional<ChecksumAlgorithm> algorithm) {
    ETag tag = parts.isEmpty() ? eTag : ETag.ofMd5(Hasher.of("MD5").of(content));
    return of(content, tag, properties, algorithm.map(this::checksum).orElse(null));
  }

  /** An object of some of the bytes. It has no checksum. */
  public StoredObject slice(long from, long length) {
    if (from == 0 && length == size()) {
      return this;
    }
    Content bytes = content.slice(from, length);
    return of(bytes, ETag.ofMd5(Hasher.of("MD5").of(bytes)), properties, null);
  }

  private Checksum checksum(ChecksumAlgorithm algorithm) {
    return checksum != null
            && checksum.algorithm() == algorithm
            && checksum.type() == ChecksumType.FULL_OBJECT
        ? checksum
        : Checksum.whole(algorithm, algorithm.hasher().of(content));
  }
}
