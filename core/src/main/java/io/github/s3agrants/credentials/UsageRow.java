package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;

/** What was used, or refused. Immutable. */
public final class UsageRow {
  private final S3Path path;
  private final Permission permission;
  private final long vends;
  private final long requests;
  private final long bytes;
  private final boolean refused;

  /**
   * A row.
   *
   * @param path the scope of the credentials, or the refused path
   * @param vends how often credentials were vended, or refused
   * @param requests how many requests they signed; 0 if refused
   * @param bytes how many bytes of objects these requests announced; 0 if refused
   */
  public UsageRow(
      S3Path path, Permission permission, long vends, long requests, long bytes, boolean refused) {
    this.path = requireNonNull(path, "path");
    this.permission = requireNonNull(permission, "permission");
    this.vends = vends;
    this.requests = requests;
    this.bytes = bytes;
    this.refused = refused;
  }

  public S3Path path() {
    return path;
  }

  public Permission permission() {
    return permission;
  }

  public long vends() {
    return vends;
  }

  public long requests() {
    return requests;
  }

  public long bytes() {
    return bytes;
  }

  public boolean refused() {
    return refused;
  }
}
