package io.github.s3agrants.emulator.store;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing. Immutable.
 *
 * @param entries in S3's order
 * @param truncated true if there is more
 * @param visited how many keys of the index were looked at
 */
public record ListPage<T>(List<Entry<T>> entries, boolean truncated, int visited) {

  /**
   * An entry.
   *
   * @param name the key or common prefix
   * @param value null: it is a common prefix
   * @param first true if it was the first of its key when the page was made
   */
  public record Entry<T>(String name, @Nullable T value, boolean first) {
    /** True if it stands for all keys that start with it. */
    public boolean isCommonPrefix() {
      return value == null;
    }

    /** What the key has. A common prefix has nothing. */
    public T get() {
      return Objects.requireNonNull(value, "a common prefix");
    }
  }

  public ListPage {
    entries = List.copyOf(entries);
  }

  /** The last entry, after which the next page starts. */
  public Entry<T> last() {
    return entries.get(entries.size() - 1);
  }
}
