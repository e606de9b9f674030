package io.github.s3agrants.access;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A permission on a path, and the S3 operation that needs it. Immutable. */
public final class Access {
  private final String operation;
  private final Permission permission;
  private final S3Path path;
  private final boolean directoryProbe;
  private final @Nullable KeySpan span;

  private Access(
      String operation,
      Permission permission,
      S3Path path,
      boolean directoryProbe,
      @Nullable KeySpan span) {
    this.operation = requireNonNull(operation, "operation");
    this.permission = requireNonNull(permission, "permission");
    this.path = requireNonNull(path, "path");
    this.directoryProbe = directoryProbe;
    this.span = span;
  }

  static Access of(String operation, Permission permission, S3Path path) {
    return new Access(operation, permission, path, false, null);
  }

  /** A HEAD of an object, which S3A also sends for what may turn out to be a directory. */
  static Access head(String operation, S3Path object) {
    return new Access(operation, Permission.READ, object, !object.key().endsWith("/"), null);
  }

  /** One request for several keys, which needs one permission on all: on their common ancestor. */
  static Access spanning(
      String operation, Permission permission, String bucket, List<String> keys) {
    S3Path path = S3Path.commonAncestor(bucket, keys);
    KeySpan span = path.isPrefix() && !keys.isEmpty() ? KeySpan.of(keys) : null;
    return new Access(operation, permission, path, false, span);
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

  /**
   * For a HEAD of a key without a trailing slash: READ on the directory of that name. Empty for
   * everything else, above all for reads of content and for writes.
   */
  public Optional<Access> asDirectory() {
    return directoryProbe
        ? Optional.of(
            of(operation, Permission.READ, S3Path.prefix(path.bucket(), path.key() + "/")))
        : Optional.empty();
  }

  /** The keys between which {@link #path} is the common ancestor; empty if there is but one. */
  public Optional<KeySpan> span() {
    return Optional.ofNullable(span);
  }

  /** The same path and operation with another permission. */
  public Access with(Permission other) {
    return new Access(operation, other, path, false, span);
  }

  @Override
  public String toString() {
    return permission + " on " + path + " for " + operation;
  }
}
