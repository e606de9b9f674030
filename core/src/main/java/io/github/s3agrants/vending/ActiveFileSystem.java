package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.Caller;
import java.util.Optional;

/** A file system whose first request has shown who calls the services, and which. Immutable. */
public final class ActiveFileSystem {
  private final String bucket;
  private final Caller caller;
  private final Optional<AccessGrantsInstance> instance;

  ActiveFileSystem(String bucket, Caller caller, Optional<AccessGrantsInstance> instance) {
    this.bucket = requireNonNull(bucket, "bucket");
    this.caller = requireNonNull(caller, "caller");
    this.instance = instance;
  }

  /** The bucket of the request. */
  public String bucket() {
    return bucket;
  }

  public Caller caller() {
    return caller;
  }

  /** The instance that manages access to the bucket; empty if another process vends. */
  public Optional<AccessGrantsInstance> instance() {
    return instance;
  }
}
