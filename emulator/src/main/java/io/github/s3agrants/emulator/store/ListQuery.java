package io.github.s3agrants.emulator.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a listing is to have. Immutable.
 *
 * @param prefix keys must start with it; empty for all keys
 * @param delimiter ends common prefixes; empty for none
 * @param after the key, or common prefix, after which the listing starts; null: at the beginning
 * @param afterId the version, or upload, of that key after which it starts; null: after all of them
 * @param most the greatest number of entries
 */
public record ListQuery(
    String prefix, String delimiter, @Nullable String after, @Nullable String afterId, int most) {

  /** The common prefix that stands for a key with the prefix. Empty if the key is listed itself. */
  Optional<String> group(String key) {
    if (delimiter.isEmpty()) {
      return Optional.empty();
    }
    int at = key.indexOf(delimiter, prefix.length());
    return at < 0 ? Optional.empty() : Optional.of(key.substring(0, at + delimiter.length()));
  }
}
