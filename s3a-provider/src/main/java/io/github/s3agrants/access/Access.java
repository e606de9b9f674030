package io.github.s3agrants.access;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** A permission on a path, and the S3 operation that needs it. Immutable. */
public final class Access {
  private final String operation;
  private final Permission permission;
  private final S3Path path;
  private final boolean directoryProbe;

  private Access(String operation, Permission permission, S3Path path, boolean directoryProbe) {
    this.operation = requireNonNull(operation, "operation");
    this.permission = requireNonNull(permission, "permission");
    this.path = requireNonNull(path, "path");
    this.directoryProbe = directoryProbe;
  }

  static Access of(String operation, Permission permission, S3Path path) {
    return new Access(operation, permission, path, false);
  }

  /** A HEAD of an object, which S3A also sends for what may turn out to be a directory. */
  static Access head(String operation, S3Path object) {
    return new Access(operation, Permission.READ, object, !object.key().endsWith("/"));
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

  /** The same path and operation with another permission. */
  public Access with(Permission other) {
    return of(operation, other, path);
  }

  @Override
  public String toString() {
    return permission + " on " + path + " for " + operation;
  }
}
