package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.CacheOwner;
import java.util.Optional;

/** No credentials for a request, and all that is known about why. Holds no secret. */
public final class VendingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final AccessGrantsException.Kind kind;
  private final transient Optional<Access> access;
  private final transient Optional<CacheOwner> owner;
  private final transient Optional<AccessGrantsInstance> instance;
  private final transient Optional<String> requestId;
  private final String credentialsSource;

  VendingException(
      AccessGrantsException failure,
      Optional<Access> access,
      Optional<CacheOwner> owner,
      String credentialsSource) {
    super(failure.getMessage(), failure);
    this.kind = failure.kind();
    this.access = access;
    this.owner = owner;
    this.instance = failure.instance();
    this.requestId = failure.requestId();
    this.credentialsSource = credentialsSource;
  }

  public AccessGrantsException.Kind kind() {
    return kind;
  }

  /** What was asked for; empty where no grant could ever cover it. */
  public Optional<Access> access() {
    return access;
  }

  /** As whom; empty if that could not be found out. */
  public Optional<CacheOwner> owner() {
    return owner;
  }

  /** Which instance; empty if it had not come to that. */
  public Optional<AccessGrantsInstance> instance() {
    return instance;
  }

  /** Where the caller's own credentials come from, in words for a user. */
  public String credentialsSource() {
    return credentialsSource;
  }

  /** The service's id of the failed call. */
  public Optional<String> requestId() {
    return requestId;
  }
}
