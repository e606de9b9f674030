package io.github.s3agrants.emulator.store;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The uploads of a bucket that are under way. Thread-safe. */
public final class Uploads {
  private static final Lister.Marker<Upload> OLDEST_FIRST =
      new Lister.Marker<>() {
        @Override
        public String id(Upload upload) {
          return upload.id();
        }

        @Override
        public boolean isBefore(Upload upload, String gone) {
          return upload.id().compareTo(gone) < 0;
        }
      };

  private final Bucket bucket;
  private final VersionIds ids;
  private final PropertiesPool pool;
  private final ConcurrentNavigableMap<String, List<Upload>> byKey =
      new ConcurrentSkipListMap<>(KeyOrder.COMPARATOR);

  /** The keys of uploads that were aborted. */
  private final Recent<String> aborted = new Recent<>();

  /** The objects, without their content, of uploads that were completed. */
  private final Recent<Completed> completed = new Recent<>();

  private record Completed(String key, ObjectVersion version) {}

  Uploads(Bucket bucket, VersionIds ids, PropertiesPool pool) {
    this.bucket = bucket;
    this.ids = ids;
    this.pool = pool;
  }

  /**
   * Starts an upload.
   *
   * @param algorithm the algorithm of the object's checksum; null: none
   * @param type what that checksum is computed of
   */
  public Upload create(
      String key,
      ObjectProperties properties,
      @Nullable ChecksumAlgorithm algorithm,
      ChecksumType type) {
    Upload upload = new Upload(ids.next(), key, pool.share(properties), algorithm, type);
    List<Upload> unused =
        byKey.merge(
            key,
            List.of(upload),
            (old, added) ->
                Stream.concat(old.stream(), added.stream())
                    // Two that start together may arrive in the other order.
                    .sorted((one, other) -> one.id().compareTo(other.id()))
                    .toList());
    return upload;
  }

  /** An upload of a key. */
  public Optional<Upload> find(String key, String id) {
    return byKey.getOrDefault(key, List.of()).stream()
        .filter(upload -> upload.id().equals(id))
        .findFirst();
  }

  /**
   * An upload of a key that must be under way.
   *
   * @throws AwsException NoSuchUpload
   */
  public Upload get(String key, String id) throws AwsException {
    return find(key, id).orElseThrow(Upload::noSuchUpload);
  }

  /**
   * Makes the object of an upload, and ends it. If somebody else has completed it meanwhile, this
   * is {@link #completed}.
   *
   * @throws AwsException if the parts, what is expected or the condition do not allow it; the
   *     upload then goes on
   */
  public ObjectVersion complete(
      Upload upload, List<NamedPart> parts, ExpectedObject expected, WriteCondition condition)
      throws AwsException {
    ObjectVersion version;
    try {
      version =
          upload.complete(
              bucket,
              parts,
              expected,
              condition,
              done ->
                  completed.add(upload.id(), new Completed(upload.key(), done.withoutContent())));
    } catch (AwsException e) {
      if (e.error() == AwsError.NO_SUCH_UPLOAD) {
        return completed(upload.key(), upload.id());
      }
      throw e;
    }
    remove(upload);
    return version;
  }

  /**
   * What an upload came to that was completed not long ago. Completing it again answers the same,
   * as Hadoop's contract tests expect of S3. The version has no content.
   *
   * @throws AwsException NoSuchUpload
   */
  public ObjectVersion completed(String key, String id) throws AwsException {
    return completed
        .find(id)
        .filter(done -> done.key().equals(key))
        .map(Completed::version)
        .orElseThrow(Upload::noSuchUpload);
  }

  /**
   * Ends an upload. As Hadoop's contract tests expect of S3, one that was aborted not long ago can
   * be aborted again.
   *
   * @throws AwsException NoSuchUpload
   */
  public void abort(String key, String id) throws AwsException {
    Optional<Upload> upload = find(key, id);
    if (upload.isEmpty() && aborted.find(id).filter(key::equals).isPresent()) {
      return;
    }
    upload.orElseThrow(Upload::noSuchUpload).end();
    aborted.add(id, key);
    remove(upload.get());
  }

  /** Lists the uploads: by key, then by age. */
  public ListPage<Upload> list(ListQuery query) {
    return Lister.list(byKey, query, uploads -> uploads, OLDEST_FIRST);
  }

  private void remove(Upload ended) {
    List<Upload> unused =
        byKey.computeIfPresent(
            ended.key(),
            (key, all) -> {
              List<Upload> left = all.stream().filter(upload -> upload != ended).toList();
              return left.isEmpty() ? null : left;
            });
  }
}
