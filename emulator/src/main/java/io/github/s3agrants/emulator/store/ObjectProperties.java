package io.github.s3agrants.emulator.store;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an object has beside its content. Immutable.
 *
 * <p>Objects with the same properties share one instance, which is why there is an {@link #equals}.
 */
public final class ObjectProperties {
  /** The properties of an object that was written without any. */
  public static final ObjectProperties NONE =
      new ObjectProperties(Map.of(), Map.of(), Map.of(), null, Encryption.DEFAULT);

  private final Map<String, String> headers;
  private final Map<String, String> metadata;
  private final Map<String, String> tags;
  private final byte @Nullable [] acl;
  private final Encryption encryption;

  private ObjectProperties(
      Map<String, String> headers,
      Map<String, String> metadata,
      Map<String, String> tags,
      byte @Nullable [] acl,
      Encryption encryption) {
    this.headers = headers;
    this.metadata = metadata;
    this.tags = tags;
    this.acl = acl;
    this.encryption = encryption;
  }

  /** The system metadata: the headers that are returned as they were sent, by lower-case name. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The user metadata, by lower-case name without its prefix. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The tags, in the order in which they were sent. */
  public Map<String, String> tags() {
    return tags;
  }

  /** The ACL document; empty if none was put. */
  public Optional<byte[]> acl() {
    return Optional.ofNullable(acl).map(byte[]::clone);
  }

  /** The encryption. */
  public Encryption encryption() {
    return encryption;
  }

  /** With other metadata, of both kinds. */
  public ObjectProperties withMetadata(Map<String, String> system, Map<String, String> user) {
    return new ObjectProperties(copy(system), copy(user), tags, acl, encryption);
  }

  /** With other tags. */
  public ObjectProperties withTags(Map<String, String> other) {
    return new ObjectProperties(headers, metadata, copy(other), acl, encryption);
  }

  /** With another ACL. */
  public ObjectProperties withAcl(Optional<byte[]> document) {
    return new ObjectProperties(
        headers, metadata, tags, document.map(byte[]::clone).orElse(null), encryption);
  }

  /** With another encryption. */
  public ObjectProperties withEncryption(Encryption other) {
    return new ObjectProperties(headers, metadata, tags, acl, other);
  }

  /** True if many objects may have the same. */
  boolean isCommon() {
    return metadata.isEmpty() && tags.isEmpty() && acl == null;
  }

  /** Keeps the order, which {@link Map#copyOf} does not. */
  private static Map<String, String> copy(Map<String, String> map) {
    return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObjectProperties that
        && headers.equals(that.headers)
        && metadata.equals(that.metadata)
        && tags.equals(that.tags)
        && encryption.equals(that.encryption)
        && Arrays.equals(acl, that.acl);
  }

  @Override
  public int hashCode() {
    return Objects.hash(headers, metadata, tags, encryption);
  }
}
