package io.github.s3agrants.emulator.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes one page of a listing. It looks at the entries that it returns and at the one after them:
 * it starts at prefix or marker, and goes on behind a common prefix when it has seen one key of it.
 * Keys without an entry, which have only a delete marker, cost a look too.
 *
 * @param <V> what the index has for a key
 * @param <T> what the listing has for an entry
 */
final class Lister<V, T> {
  private final NavigableMap<String, V> index;
  private final ListQuery query;
  private final Function<V, List<T>> values;
  private final Marker<T> marker;
  private final List<ListPage.Entry<T>> entries = new ArrayList<>();
  private Iterator<Map.Entry<String, V>> keys = Collections.emptyIterator();
  private int visited;
  private boolean truncated;

  private Lister(
      NavigableMap<String, V> index,
      ListQuery query,
      Function<V, List<T>> values,
      Marker<T> marker) {
    this.index = index;
    this.query = query;
    this.values = values;
    this.marker = marker;
  }

  /** How the entries of one key are ordered, for a listing that starts between them. */
  interface Marker<T> {
    /** Identifies an entry among those of its key. */
    String id(T entry);

    /** True if the entry is known to come before the one with that ID, which is gone. */
    boolean isBefore(T entry, String gone);
  }

  /**
   * Makes a page.
   *
   * @param values the entries of a key, in order
   * @param marker the order of a key's entries
   */
  static <V, T> ListPage<T> list(
      NavigableMap<String, V> index,
      ListQuery query,
      Function<V, List<T>> values,
      Marker<T> marker) {
    Lister<V, T> lister = new Lister<>(index, query, values, marker);
    // S3 calls an empty page complete.
    if (query.most() > 0) {
      lister.start();
      lister.run();
    }
    return new ListPage<>(lister.entries, lister.truncated, lister.visited);
  }

  private void start() {
    String after = query.after();
    if (after == null || KeyOrder.compare(after, query.prefix()) < 0) {
      from(query.prefix(), true);
      return;
    }
    // A common prefix that is not greater than the marker is left out, with all of its keys.
    Optional<String> passed =
        after.startsWith(query.prefix()) ? query.group(after) : Optional.empty();
    if (passed.isPresent()) {
      skip(passed.get());
    } else {
      from(after, query.afterId() != null);
    }
  }

  private void run() {
    while (!truncated && keys.hasNext()) {
      Map.Entry<String, V> next = keys.next();
      visited++;
      String key = next.getKey();
      if (!key.startsWith(query.prefix())) {
        return;
      }
      List<T> all = values.apply(next.getValue());
      int start = key.equals(query.after()) ? afterMarker(all) : 0;
      if (start < all.size()) {
        Optional<String> group = query.group(key);
        if (group.isPresent()) {
          add(group.get(), null, false);
          skip(group.get());
        } else {
          for (int i = start; i < all.size() && !truncated; i++) {
            add(key, all.get(i), i == 0);
          }
        }
      }
    }
  }

  private void add(String name, @Nullable T value, boolean first) {
    if (entries.size() == query.most()) {
      truncated = true;
    } else {
      entries.add(new ListPage.Entry<>(name, value, first));
    }
  }

  /**
   * Where the entries after the marker begin. Clients delete what a page has before they get the
   * next one, so the marker may be gone.
   */
  private int afterMarker(List<T> all) {
    String afterId = query.afterId();
    if (afterId == null) {
      return all.size();
    }
    int start = 0;
    for (int i = 0; i < all.size(); i++) {
      if (marker.id(all.get(i)).equals(afterId)) {
        return i + 1;
      }
      if (marker.isBefore(all.get(i), afterId)) {
        start = i + 1;
      }
    }
    return start;
  }

  private void skip(String group) {
    KeyOrder.afterPrefix(group)
        .ifPresentOrElse(next -> from(next, true), () -> keys = Collections.emptyIterator());
  }

  private void from(String key, boolean inclusive) {
    keys = index.tailMap(key, inclusive).entrySet().iterator();
  }
}
