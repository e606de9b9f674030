package io.github.s3agrants.parts;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;

/** An object or a common prefix in a list. Immutable. */
final class ListEntry {
  private final String key;
  private final @Nullable S3Object object;

  private ListEntry(String key, @Nullable S3Object object) {
    this.key = key;
    this.object = object;
  }

  static ListEntry of(S3Object object) {
    return new ListEntry(object.key(), object);
  }

  static ListEntry commonPrefix(String prefix) {
    return new ListEntry(prefix, null);
  }

  /** The object's key, or the common prefix. */
  String key() {
    return key;
  }

  /** The object; empty for a common prefix. */
  Optional<S3Object> object() {
    return Optional.ofNullable(object);
  }
}
