package io.github.s3agrants.emulator.s3;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Stores the attributes of objects and of uploads under way. Thread-safe. */
final class AttributeStore {
  private final Map<Place, ObjectAttributes> objects = new ConcurrentHashMap<>();
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  private record Place(String bucket, String key) {}

  /** An upload and the attributes of its object. */
  private record Upload(Place place, ObjectAttributes attributes, Instant initiated) {}

  /** Replaces the attributes of an object. */
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

  void putUpload(String uploadId, String bucket, String key, ObjectAttributes attributes) {
    uploads.put(uploadId, new Upload(new Place(bucket, key), attributes, Instant.now()));
  }

  /** True if an upload of this key is under way. */
  boolean hasUpload(String uploadId, String bucket, String key) {
    Upload upload = uploads.get(uploadId);
    return upload != null && upload.place().equals(new Place(bucket, key));
  }

  ObjectAttributes upload(String uploadId) {
    Upload upload = uploads.get(uploadId);
    return upload == null ? ObjectAttributes.NONE : upload.attributes();
  }

  /** The start of an upload, in real time like the dates of objects. */
  Optional<Instant> initiated(String uploadId) {
    return Optional.ofNullable(uploads.get(uploadId)).map(Upload::initiated);
  }

  void removeUpload(String uploadId) {
    uploads.remove(uploadId);
  }
}
