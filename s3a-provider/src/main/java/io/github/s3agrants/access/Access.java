package io.github.s3agrants.access;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A permission on a path, and the S3 operation that needs it. Immutable. */
public final class Access {
  /** The two questions by which S3A finds out what there is at {@code k}. */
  public enum Probe {
    /** Neither of them. */
    NONE,
    /** HEAD of {@code k}: is there an object of that name? */
    HEAD,
    /** LIST of {@code k/}, of two keys at most: is there a directory of that name? */
    LIST
  }

  private final String operation;
  private final Permission permission;
  private final S3Path path;
  private final Probe probe;
  private final @Nullable BatchKeys span;

  /** The key in the request's URL; empty if that names the bucket. */
  private final String urlKey;

  private Access(String operation, Permission permission, S3Path path, Probe probe) {
    this(operation, permission, path, probe, null, path.isPrefix() ? "" : path.key());
  }

  private Access(
      String operation,
      Permission permission,
      S3Path path,
      Probe probe,
      @Nullable BatchKeys span,
      String urlKey) {
    this.operation = requireNonNull(operation, "operation");
    this.permission = requireNonNull(permission, "permission");
    this.path = requireNonNull(path, "path");
    this.probe = probe;
    this.span = span;
    this.urlKey = urlKey;
  }

  static Access of(String operation, Permission permission, S3Path path) {
    return new Access(operation, permission, path, Probe.NONE);
  }

  /** A HEAD of an object, which S3A also sends for what may turn out to be a directory. */
  static Access head(String operation, S3Path object) {
    // A '*' would be cut from the directory's prefix, which then were another directory.
    boolean probe = !object.key().endsWith("/") && object.key().indexOf('*') < 0;
    return new Access(operation, Permission.READ, object, probe ? Probe.HEAD : Probe.NONE);
  }

  /** A LIST that only asks whether there is a directory {@code prefix}, which ends in a slash. */
  static Access directoryList(String operation, S3Path prefix) {
    return new Access(operation, Permission.READ, prefix, Probe.LIST);
  }

  /** A bulk delete, whose keys are in its body. */
  static Access delete(String operation, String bucket, List<String> keys) {
    return spanning(operation, Permission.WRITE, bucket, keys, "");
  }

  /** A copy within a bucket, which needs one grant to read and to write on both of its keys. */
  static Access copy(String operation, String bucket, String source, String destination) {
    return spanning(
        operation, Permission.READWRITE, bucket, List.of(source, destination), destination);
  }

  /** One request for several keys, which needs one permission on all: on their common ancestor. */
  private static Access spanning(
      String operation, Permission permission, String bucket, List<String> keys, String urlKey) {
    S3Path path = S3Path.commonAncestor(bucket, keys);
    BatchKeys span = path.isPrefix() && !keys.isEmpty() ? BatchKeys.of(keys) : null;
    return new Access(operation, permission, path, Probe.NONE, span, urlKey);
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

  /** Whether it asks if there is something at a path, and how. */
  public Probe probe() {
    return probe;
  }

  /**
   * For a {@link Probe}: READ on the directory {@code k/}. Empty for everything else, above all for
   * reads of content and for writes.
   */
  public Optional<Access> asDirectory() {
    return probe == Probe.NONE
        ? Optional.empty()
        : Optional.of(of(operation, Permission.READ, S3Path.prefix(path.bucket(), probed() + "/")));
  }

  /** For a {@link Probe}: WRITE on the object {@code k}; empty for everything else. */
  public Optional<Access> asOverwrite() {
    return probe == Probe.NONE
        ? Optional.empty()
        : Optional.of(of(operation, Permission.WRITE, S3Path.object(path.bucket(), probed())));
  }

  private String probed() {
    String key = path.key();
    return probe == Probe.LIST ? key.substring(0, key.length() - 1) : key;
  }

  /** The key that the request's URL names, raw: of a copy the destination; empty for none. */
  public String urlKey() {
    return urlKey;
  }

  /** The one object that is written, or changed; empty for reads and for bulk deletes. */
  public Optional<S3Path> written() {
    return permission == Permission.READ || urlKey.isEmpty()
        ? Optional.empty()
        : Optional.of(S3Path.object(path.bucket(), urlKey));
  }

  /** The keys between which {@link #path} is the common ancestor; empty if there is but one. */
  public Optional<BatchKeys> span() {
    return Optional.ofNullable(span);
  }

  /** The same path and operation with another permission. */
  public Access with(Permission other) {
    return new Access(operation, other, path, Probe.NONE, span, urlKey);
  }

  @Override
  public String toString() {
    return permission + " on " + path + " for " + operation;
  }
}
