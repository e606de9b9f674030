package io.github.s3agrants.emulator.store;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A bucket: an index of its keys in S3's order. Thread-safe.
 *
 * <p>The index has the newest version of each key. A write replaces the version that it has seen,
 * together with the check of its condition, or sees the newer one and tries again. Readers and
 * listings take no lock.
 */
public final class Bucket {
  /** The null version has no place among the IDs. It is listed rather twice than never. */
  private static final Lister.Marker<ObjectVersion> NEWEST_FIRST =
      new Lister.Marker<>() {
        @Override
        public String id(ObjectVersion version) {
          return version.id();
        }

        @Override
        public boolean isBefore(ObjectVersion version, String gone) {
          return !version.id().equals(ObjectVersion.NULL_ID)
              && !gone.equals(ObjectVersion.NULL_ID)
              && version.id().compareTo(gone) > 0;
        }
      };

  private final String name;
  private final Instant created;
  private final VersionIds ids;
  private final PropertiesPool pool;
  private final ConcurrentSkipListMap<String, ObjectVersion> index =
      new ConcurrentSkipListMap<>(KeyOrder.COMPARATOR);
  private final Uploads uploads;

  /** Writers share it. The deletion of the bucket excludes them. */
  private final ReadWriteLock life = new ReentrantReadWriteLock();

  private boolean deleted;
  private volatile Versioning versioning = Versioning.OFF;

  Bucket(String name, VersionIds ids, PropertiesPool pool) {
    this.name = name;
    this.ids = ids;
    this.pool = pool;
    this.created = Instant.now();
    this.uploads = new Uploads(this, ids, pool);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** When it was created. */
  public Instant created() {
    return created;
  }

  /** Whether it keeps versions. */
  public Versioning versioning() {
    return versioning;
  }

  /** Turns versions on, or suspends them. */
  public void versioning(Versioning status) {
    versioning = status;
  }

  /** The uploads under way. */
  public Uploads uploads() {
    return uploads;
  }

  /** The newest version of a key, which may be a delete marker. */
  public Optional<ObjectVersion> find(String key) {
    return Optional.ofNullable(index.get(key));
  }

  /** A version of a key. */
  public Optional<ObjectVersion> find(String key, String versionId) {
    return find(key).map(newest -> newest.find(versionId));
  }

  /** True if there is such an object now. */
  public boolean has(String key) {
    ObjectVersion newest = index.get(key);
    return newest != null && !newest.isDeleteMarker();
  }

  /**
   * Writes an object.
   *
   * @throws AwsException if the condition is not met, or the bucket is gone
   */
  public ObjectVersion put(String key, StoredObject object, WriteCondition condition)
      throws AwsException {
    StoredObject shared = object.with(pool.share(object.properties()));
    return change(
        key,
        current -> {
          condition.check(current);
          ObjectVersion next = newVersion(shared, current);
          return new Step<>(next, next);
        });
  }

  /**
   * Deletes an object: removes it, or puts a delete marker before its versions.
   *
   * @throws AwsException if the condition is not met, or the bucket is gone
   */
  public Deletion delete(String key, WriteCondition condition) throws AwsException {
    return change(
        key,
        current -> {
          condition.check(current);
          if (versioning == Versioning.OFF) {
            return new Step<>(null, new Deletion(null, false));
          }
          ObjectVersion marker = newVersion(null, current);
          return new Step<>(marker, new Deletion(marker.id(), true));
        });
  }

  /**
   * Removes a version, if there is one.
   *
   * @throws AwsException if the bucket is gone
   */
  public Deletion deleteVersion(String key, String versionId) throws AwsException {
    return change(
        key,
        current -> {
          ObjectVersion version = current == null ? null : current.find(versionId);
          return new Step<>(
              version == null ? current : ObjectVersion.without(current, each -> each == version),
              new Deletion(versionId, version != null && version.isDeleteMarker()));
        });
  }

  /**
   * Changes the properties of an object, which stays the same version.
   *
   * @param versionId null: the newest
   * @throws AwsException NoSuchKey or NoSuchVersion; MethodNotAllowed for a delete marker
   */
  public ObjectVersion update(
      String key, @Nullable String versionId, UnaryOperator<ObjectProperties> edit)
      throws AwsException {
    return change(
        key,
        current -> {
          ObjectVersion version = existing(current, versionId);
          StoredObject object = version.object();
          StoredObject edited = object.with(pool.share(edit.apply(object.properties())));
          return new Step<>(current == null ? null : current.replacing(version, edited), version);
        });
  }

  /**
   * An object to read.
   *
   * @param versionId null: the newest
   * @throws AwsException NoSuchKey or NoSuchVersion; MethodNotAllowed for a delete marker
   */
  public ObjectVersion read(String key, @Nullable String versionId) throws AwsException {
    return existing(index.get(key), versionId);
  }

  private static ObjectVersion existing(@Nullable ObjectVersion newest, @Nullable String versionId)
      throws AwsException {
    if (versionId == null) {
      if (newest == null || newest.isDeleteMarker()) {
        throw new AwsException(AwsError.NO_SUCH_KEY, "The specified key does not exist.");
      }
      return newest;
    }
    ObjectVersion version = newest == null ? null : newest.find(versionId);
    if (version == null) {
      throw new AwsException(AwsError.NO_SUCH_VERSION, "The specified version does not exist.");
    }
    if (version.isDeleteMarker()) {
      throw new AwsException(
          AwsError.METHOD_NOT_ALLOWED,
          "The specified method is not allowed against this resource.");
    }
    return version;
  }

  /** Lists the objects. */
  public ListPage<ObjectVersion> list(ListQuery query) {
    return Lister.list(
        index,
        query,
        newest -> newest.isDeleteMarker() ? List.of() : List.of(newest),
        NEWEST_FIRST);
  }

  /** Lists all versions and delete markers. */
  public ListPage<ObjectVersion> listVersions(ListQuery query) {
    return Lister.list(index, query, ObjectVersion::history, NEWEST_FIRST);
  }

  /** The number of keys, with those that are only deleted. It costs a look at each. */
  public int keys() {
    return index.size();
  }

  /** Marks the bucket as gone, if it is empty. */
  void close() throws AwsException {
    Lock alone = life.writeLock();
    alone.lock();
    try {
      if (!index.isEmpty()) {
        throw new AwsException(
            AwsError.BUCKET_NOT_EMPTY, "The bucket you tried to delete is not empty");
      }
      deleted = true;
    } finally {
      alone.unlock();
    }
  }

  /** A version before those of the key, by the bucket's versioning. */
  private ObjectVersion newVersion(@Nullable StoredObject object, @Nullable ObjectVersion current) {
    long now = System.currentTimeMillis();
    if (versioning == Versioning.ENABLED) {
      return new ObjectVersion(ids.next(), object, now, current);
    }
    String id = ObjectVersion.NULL_ID;
    ObjectVersion others = ObjectVersion.without(current, version -> version.id().equals(id));
    return new ObjectVersion(id, object, now, others);
  }

  /** The new history of a key, null for none, and what the caller gets. */
  private record Step<R>(@Nullable ObjectVersion next, R result) {}

  private interface Change<R> {
    Step<R> of(@Nullable ObjectVersion current) throws AwsException;
  }

  private <R> R change(String key, Change<R> change) throws AwsException {
    Lock shared = life.readLock();
    shared.lock();
    try {
      if (deleted) {
        throw ObjectStore.noSuchBucket();
      }
      while (true) {
        ObjectVersion current = index.get(key);
        Step<R> step = change.of(current);
        if (current == step.next() || exchange(key, current, step.next())) {
          return step.result();
        }
      }
    } finally {
      shared.unlock();
    }
  }

  private boolean exchange(
      String key, @Nullable ObjectVersion current, @Nullable ObjectVersion next) {
    if (next == null) {
      return current == null || index.remove(key, current);
    }
    return current == null
        ? index.putIfAbsent(key, next) == null
        : index.replace(key, current, next);
  }
}
