package io.github.s3agrants.access;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.UngrantableException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The permission and the path that one S3 request needs. Immutable.
 *
 * <p>The factory methods implement the rules of docs/permissions.md. A front end passes the values
 * of its SDK's request; null means that the request does not set the value.
 */
public final class Access {
  private static final int DIRECTORY_PROBE_KEYS = 2;

  private final String operation;
  private final Permission permission;
  private final S3Path path;
  private final Probe probe;
  private final @Nullable BatchKeys batchKeys;

  /** The key in the request's URL; empty if the URL names only the bucket. */
  private final String urlKey;

  private Access(String operation, Permission permission, S3Path path, Probe probe) {
    this(operation, permission, path, probe, null, path.isPrefix() ? "" : path.key());
  }

  private Access(
      String operation,
      Permission permission,
      S3Path path,
      Probe probe,
      @Nullable BatchKeys batchKeys,
      String urlKey) {
    this.operation = requireNonNull(operation, "operation");
    this.permission = requireNonNull(permission, "permission");
    this.path = requireNonNull(path, "path");
    this.probe = probe;
    this.batchKeys = batchKeys;
    this.urlKey = urlKey;
  }

  /** The access for a path whose bucket and key have been checked already. */
  public static Access of(String operation, Permission permission, S3Path path) {
    return new Access(operation, permission, path, Probe.NONE);
  }

  /**
   * An operation on one object, such as GetObject or PutObject.
   *
   * @throws UngrantableException if no grant can be made on the bucket, or the key is missing
   */
  public static Access object(
      String operation, Permission permission, @Nullable String bucket, @Nullable String key)
      throws UngrantableException {
    return of(operation, permission, requireObject(bucket, key));
  }

  /**
   * HeadObject. S3A also sends it for a path that may be a directory, so it is a {@link Probe#HEAD}
   * unless the key ends in {@code /} or contains {@code *}.
   *
   * @throws UngrantableException as for {@link #object}
   */
  public static Access head(String operation, @Nullable String bucket, @Nullable String key)
      throws UngrantableException {
    S3Path object = requireObject(bucket, key);
    // A prefix is cut before a '*', so the directory's prefix would name another directory.
    boolean probe = !object.key().endsWith("/") && object.key().indexOf('*') < 0;
    return new Access(operation, Permission.READ, object, probe ? Probe.HEAD : Probe.NONE);
  }

  /**
   * A read operation on all keys with a prefix, such as ListMultipartUploads. HeadBucket is one on
   * the empty prefix.
   *
   * @param prefix null or empty for the whole bucket
   * @throws UngrantableException if no grant can be made on the bucket
   */
  public static Access prefix(String operation, @Nullable String bucket, @Nullable String prefix)
      throws UngrantableException {
    return of(operation, Permission.READ, requirePrefix(bucket, prefix));
  }

  /**
   * ListObjects and ListObjectsV2. To check whether a directory {@code k/} exists, S3A lists the
   * prefix {@code k/} with the delimiter {@code /} and at most two keys
   * (S3AFileSystem.s3GetFileStatus: a marker and one entry). Such a list is a {@link Probe#LIST}.
   *
   * @throws UngrantableException as for {@link #prefix}
   */
  public static Access list(
      String operation,
      @Nullable String bucket,
      @Nullable String prefix,
      @Nullable String delimiter,
      @Nullable Integer maxKeys)
      throws UngrantableException {
    S3Path path = requirePrefix(bucket, prefix);
    String key = path.key();
    boolean probe =
        maxKeys != null
            && maxKeys <= DIRECTORY_PROBE_KEYS
            && "/".equals(delimiter)
            && key.length() > 1
            && key.endsWith("/")
            && key.equals(prefix);
    return new Access(operation, Permission.READ, path, probe ? Probe.LIST : Probe.NONE);
  }

  /**
   * DeleteObjects, whose keys are in the request's body. It needs WRITE on their common ancestor.
   *
   * @throws UngrantableException as for {@link #object}
   */
  public static Access delete(
      String operation, @Nullable String bucket, List<? extends @Nullable String> keys)
      throws UngrantableException {
    List<String> named = new ArrayList<>(keys.size());
    for (String key : keys) {
      named.add(requireKey(key));
    }
    return batch(operation, Permission.WRITE, BucketName.requireGrantable(bucket), named, "");
  }

  /**
   * CopyObject and UploadPartCopy. A request has one signature, so one grant must permit reading
   * and writing on both keys: READWRITE on their common ancestor.
   *
   * @throws UngrantableException as for {@link #object}, and if the source is in another bucket
   */
  public static Access copy(
      String operation, CopySource from, @Nullable String bucket, @Nullable String key)
      throws UngrantableException {
    S3Path to = requireObject(bucket, key);
    if (!BucketName.requireGrantable(from.bucket()).equals(to.bucket())) {
      S3Path source = S3Path.object(from.bucket(), from.key());
      throw new UngrantableException(
          Reason.ACROSS_BUCKETS,
          String.format(
              "A copy from %s to %s: a grant covers one bucket only, so there is none for both."
                  + " Copied through the client, by reading and writing (hadoop fs -cp, distcp),"
                  + " it needs a grant of READ on %s and one of WRITE on %s.",
              source, to, source, to));
    }
    return batch(
        operation, Permission.READWRITE, to.bucket(), List.of(from.key(), to.key()), to.key());
  }

  private static S3Path requireObject(@Nullable String bucket, @Nullable String key)
      throws UngrantableException {
    return S3Path.object(BucketName.requireGrantable(bucket), requireKey(key));
  }

  private static S3Path requirePrefix(@Nullable String bucket, @Nullable String prefix)
      throws UngrantableException {
    return S3Path.prefix(BucketName.requireGrantable(bucket), prefix == null ? "" : prefix);
  }

  private static String requireKey(@Nullable String key) throws UngrantableException {
    if (key == null || key.isEmpty()) {
      throw new UngrantableException(Reason.BAD_REQUEST, "The request names no key.");
    }
    return key;
  }

  /** The access for one request with several keys: one permission on their common ancestor. */
  private static Access batch(
      String operation, Permission permission, String bucket, List<String> keys, String urlKey) {
    S3Path path = S3Path.commonAncestor(bucket, keys);
    BatchKeys batchKeys = path.isPrefix() && !keys.isEmpty() ? BatchKeys.of(keys) : null;
    return new Access(operation, permission, path, Probe.NONE, batchKeys, urlKey);
  }

  /** Whether this is ListObjects or ListObjectsV2. */
  public boolean isList() {
    return permission == Permission.READ
        && path.isPrefix()
        && (operation.equals("ListObjects") || operation.equals("ListObjectsV2"));
  }

  /** Whether this is one request that deletes several different objects. */
  public boolean isBulkDelete() {
    return permission == Permission.WRITE && batchKeys != null;
  }

  /** The name of the S3 API operation, such as {@code GetObject}. */
  public String operation() {
    return operation;
  }

  public Permission permission() {
    return permission;
  }

  public S3Path path() {
    return path;
  }

  /** The existence probe that this request may be; {@link Probe#NONE} if it is none. */
  public Probe probe() {
    return probe;
  }

  /**
   * The raw key in the request's URL; for a copy, the destination. Empty if the URL names no key.
   */
  public String urlKey() {
    return urlKey;
  }

  /**
   * The one object that the request writes, changes or deletes; empty for reads and bulk deletes.
   */
  public Optional<S3Path> written() {
    return permission == Permission.READ || urlKey.isEmpty()
        ? Optional.empty()
        : Optional.of(S3Path.object(path.bucket(), urlKey));
  }

  /**
   * Describes the keys whose common ancestor is {@link #path}; empty unless the request names
   * several different keys.
   */
  public Optional<BatchKeys> batchKeys() {
    return Optional.ofNullable(batchKeys);
  }

  /** The same operation and path with another permission. The result is never a probe. */
  public Access with(Permission other) {
    return new Access(operation, other, path, Probe.NONE, batchKeys, urlKey);
  }

  /** The same operation on another path, with another permission. The result is never a probe. */
  public Access at(S3Path other, Permission otherPermission) {
    return new Access(operation, otherPermission, other, Probe.NONE, null, urlKey);
  }

  @Override
  public String toString() {
    return permission + " on " + path + " for " + operation;
  }
}
