package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what this process did with the credentials of one scope and permission, through all their
 * renewals. Thread-safe; counting takes no lock.
 */
public final class GrantUse {
  private final S3Path scope;
  private final Permission permission;
  private final LongAdder vends = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  GrantUse(S3Path scope, Permission permission) {
    this.scope = requireNonNull(scope, "scope");
    this.permission = requireNonNull(permission, "permission");
  }

  void vended() {
    vends.increment();
  }

  /** Counts a request that the credentials sign. */
  public void signed() {
    requests.increment();
  }

  /** Counts bytes of objects that S3 or the client announced for a request. */
  public void transferred(long count) {
    bytes.add(count);
  }

  /** The counts so far. */
  public UsageRow row() {
    return new UsageRow(scope, permission, vends.sum(), requests.sum(), bytes.sum(), false);
  }
}
