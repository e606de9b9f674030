package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.api.Bucket.Versioning;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.http.HttpHandler;
import io.github.s3agrants.emulator.http.HttpReply;
import io.github.s3agrants.emulator.http.HttpRequest;
import io.github.s3agrants.emulator.store.Bucket;
import io.github.s3agrants.emulator.store.ContentBuffer;
import io.github.s3agrants.emulator.store.ETag;
import io.github.s3agrants.emulator.store.Hasher;
import io.github.s3agrants.emulator.store.ObjectProperties;
import io.github.s3agrants.emulator.store.ObjectStore;
import io.github.s3agrants.emulator.store.ObjectVersion;
import io.github.s3agrants.emulator.store.StoredObject;
import io.github.s3agrants.emulator.store.WriteCondition;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/** S3, with its objects in memory. */
public final class S3Service implements HttpHandler {
  private final ObjectStore store;
  private final S3Handler handler;

  /**
   * Creates the service.
   *
   * @param buckets those that it starts with
   */
  public S3Service(
      String region,
      Collection<io.github.s3agrants.emulator.api.Bucket> buckets,
      S3Services services) {
    this.store = new ObjectStore();
    buckets.forEach(bucket -> store.create(bucket.name(), versioning(bucket.versioning())));
    this.handler = new S3Handler(region, store, services);
  }

  @Override
  public void handle(HttpRequest request, HttpReply reply) throws IOException {
    handler.handle(request, reply);
  }

  /**
   * Writes an object without a request, so that it is in no journal or log.
   *
   * @throws IllegalArgumentException if there is no such bucket
   */
  public void put(String bucket, String key, byte[] bytes) {
    ContentBuffer content = new ContentBuffer(bytes.length);
    content.write(bytes, 0, bytes.length);
    Hasher md5 = Hasher.of("MD5");
    md5.write(bytes, 0, bytes.length);
    ETag eTag = ETag.ofMd5(md5.finish());
    try {
      var unused =
          store
              .bucket(bucket)
              .put(
                  key,
                  StoredObject.of(content.toContent(), eTag, ObjectProperties.NONE, null),
                  WriteCondition.NONE);
    } catch (AwsException e) {
      throw new IllegalArgumentException(bucket + ": " + e.describe(), e);
    }
  }

  private static io.github.s3agrants.emulator.store.Versioning versioning(Versioning setting) {
    return switch (setting) {
      case UNVERSIONED -> io.github.s3agrants.emulator.store.Versioning.OFF;
      case ENABLED -> io.github.s3agrants.emulator.store.Versioning.ENABLED;
      case SUSPENDED -> io.github.s3agrants.emulator.store.Versioning.SUSPENDED;
    };
  }

  /** True if the bucket exists. */
  public boolean hasBucket(String name) {
    return store.find(name).isPresent();
  }

  /** The ACL of an object, as it was put. */
  public Optional<byte[]> acl(String bucket, String key) {
    return store
        .find(bucket)
        .flatMap((Bucket found) -> found.find(key))
        .filter(version -> !version.isDeleteMarker())
        .map(ObjectVersion::object)
        .flatMap(object -> object.properties().acl());
  }
}
