package io.github.s3agrants.emulator.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What uploads that have ended came to, of the last ones. Thread-safe. */
final class Recent<V> {
  private static final int MAX = 1000;

  private final Map<String, V> values = new LinkedHashMap<>();

  synchronized void add(String id, V value) {
    values.put(id, value);
    if (values.size() > MAX) {
      values.remove(values.keySet().iterator().next());
    }
  }

  synchronized Optional<V> find(String id) {
    return Optional.ofNullable(values.get(id));
  }
}
