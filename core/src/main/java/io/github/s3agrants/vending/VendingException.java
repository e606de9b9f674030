package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.CacheOwner;
import java.util.Optional;

/**
 * Thrown if there are no credentials for a request. Has all that is known about the reason. Holds
 * no secret.
 */
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

  /** The requested access; empty if no grant can cover it. */
  public Optional<Access> access() {
    return access;
  }

  /** The cache owner that requested it; empty if that could not be found out. */
  public Optional<CacheOwner> owner() {
    return owner;
  }

  /** The instance that was called; empty if the failure came before that. */
  public Optional<AccessGrantsInstance> instance() {
    return instance;
  }

  /** Where the caller's own credentials come from, in words for users. */
  public String credentialsSource() {
    return credentialsSource;
  }

  /** The service's request id of the failed call; empty if there was no answer. */
  public Optional<String> requestId() {
    return requestId;
  }
}
