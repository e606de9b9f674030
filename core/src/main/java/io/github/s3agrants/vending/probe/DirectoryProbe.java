package io.github.s3agrants.vending.probe;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.Probe;
import io.github.s3agrants.access.S3Path;
import java.util.Optional;

/**
 * A request with which S3A checks what exists at {@code k}: HEAD of {@code k}, or LIST of {@code
 * k/}.
 */
final class DirectoryProbe {
  private final Access access;

  private DirectoryProbe(Access access) {
    this.access = access;
  }

  /**
   * The probe that an access is. Empty for everything else, above all for reads of content and for
   * writes.
   */
  static Optional<DirectoryProbe> of(Access access) {
    return access.probe() == Probe.NONE
        ? Optional.empty()
        : Optional.of(new DirectoryProbe(access));
  }

  /** The request itself. */
  Access access() {
    return access;
  }

  S3Path path() {
    return access.path();
  }

  boolean isHead() {
    return access.probe() == Probe.HEAD;
  }

  /** READ on the directory {@code k/}. */
  Access asDirectory() {
    return Access.of(
        access.operation(), Permission.READ, S3Path.prefix(path().bucket(), key() + "/"));
  }

  /** READ on the object {@code k}. */
  Access asObject() {
    return onObject(Permission.READ);
  }

  /** WRITE on the object {@code k}. */
  Access asOverwrite() {
    return onObject(Permission.WRITE);
  }

  private Access onObject(Permission permission) {
    return Access.of(access.operation(), permission, S3Path.object(path().bucket(), key()));
  }

  private String key() {
    String key = path().key();
    return isHead() ? key : key.substring(0, key.length() - 1);
  }
}
