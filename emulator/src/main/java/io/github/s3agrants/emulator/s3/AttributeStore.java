package io.github.s3agrants.emulator.s3;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The attributes of objects, and of those that uploads under way will make. Thread-safe. */
final class AttributeStore {
  private final Map<Place, ObjectAttributes> objects = new ConcurrentHashMap<>();
  private final Map<String, ObjectAttributes> uploads = new ConcurrentHashMap<>();

  private record Place(String bucket, String key) {}

  /** In place of whatever was there before. */
  void put(String bucket, String key, ObjectAttributes attributes) {
    if (attributes.equals(ObjectAttributes.NONE)) {
      remove(bucket, key);
    } else {
      objects.put(new Place(bucket, key), attributes);
    }
  }

  void putAcl(String bucket, String key, byte[] document) {
    objects.compute(
        new Place(bucket, key),
        (place, old) -> (old == null ? ObjectAttributes.NONE : old).withAcl(document));
  }

  ObjectAttributes get(String bucket, String key) {
    return objects.getOrDefault(new Place(bucket, key), ObjectAttributes.NONE);
  }

  void remove(String bucket, String key) {
    objects.remove(new Place(bucket, key));
  }

  void putUpload(String uploadId, ObjectAttributes attributes) {
    if (!attributes.equals(ObjectAttributes.NONE)) {
      uploads.put(uploadId, attributes);
    }
  }

  ObjectAttributes upload(String uploadId) {
    return uploads.getOrDefault(uploadId, ObjectAttributes.NONE);
  }

  void removeUpload(String uploadId) {
    uploads.remove(uploadId);
  }
}
