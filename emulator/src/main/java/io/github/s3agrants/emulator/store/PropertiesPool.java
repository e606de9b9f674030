package io.github.s3agrants.emulator.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets objects with the same properties share one instance. Thread-safe. */
final class PropertiesPool {
  /** Beyond it, properties are not shared. Clients could fill the memory otherwise. */
  private static final int MAX = 1024;

  private final Map<ObjectProperties, ObjectProperties> shared = new ConcurrentHashMap<>();

  ObjectProperties share(ObjectProperties properties) {
    if (!properties.isCommon()) {
      return properties;
    }
    ObjectProperties known = shared.get(properties);
    if (known != null) {
      return known;
    }
    if (shared.size() < MAX) {
      ObjectProperties first = shared.putIfAbsent(properties, properties);
      return first == null ? properties : first;
    }
    return properties;
  }
}
