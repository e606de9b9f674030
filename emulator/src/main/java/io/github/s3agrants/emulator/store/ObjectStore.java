package io.github.s3agrants.emulator.store;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** All buckets. Thread-safe. */
public final class ObjectStore {
  private final ConcurrentNavigableMap<String, Bucket> buckets = new ConcurrentSkipListMap<>();
  private final VersionIds ids = new VersionIds();
  private final PropertiesPool pool = new PropertiesPool();

  /** Creates a bucket. False if there is one of this name. */
  public boolean create(String name, Versioning versioning) {
    Bucket bucket = new Bucket(name, ids, pool);
    bucket.versioning(versioning);
    return buckets.putIfAbsent(name, bucket) == null;
  }

  /**
   * Deletes an empty bucket, with its uploads under way.
   *
   * @throws AwsException NoSuchBucket or BucketNotEmpty
   */
  public void delete(String name) throws AwsException {
    Bucket bucket = bucket(name);
    bucket.close();
    boolean unused = buckets.remove(name, bucket);
  }

  /** A bucket. */
  public Optional<Bucket> find(String name) {
    return Optional.ofNullable(buckets.get(name));
  }

  /**
   * A bucket that must exist.
   *
   * @throws AwsException NoSuchBucket
   */
  public Bucket bucket(String name) throws AwsException {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw noSuchBucket();
    }
    return bucket;
  }

  /** All buckets, by name. */
  public List<Bucket> buckets() {
    return List.copyOf(buckets.values());
  }

  static AwsException noSuchBucket() {
    return new AwsException(AwsError.NO_SUCH_BUCKET, "The specified bucket does not exist");
  }
}
