package io.github.s3agrants.emulator.s3;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The ACLs that were put on objects. Thread-safe. */
final class AclStore {
  private final Map<Place, byte[]> documents = new ConcurrentHashMap<>();

  private record Place(String bucket, String key) {}

  void put(String bucket, String key, byte[] document) {
    documents.put(new Place(bucket, key), document.clone());
  }

  Optional<byte[]> get(String bucket, String key) {
    return Optional.ofNullable(documents.get(new Place(bucket, key))).map(byte[]::clone);
  }

  void remove(String bucket, String key) {
    documents.remove(new Place(bucket, key));
  }
}
