package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.CacheOwner;
import java.util.List;
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
  private final transient Optional<GrantedParts> parts;
  private final transient List<S3Path> below;

  VendingException(
      AccessGrantsException failure,
      Optional<Access> access,
      Optional<CacheOwner> owner,
      String credentialsSource,
      Optional<GrantedParts> parts,
      List<S3Path> below) {
    super(failure.getMessage(), failure);
    this.kind = failure.kind();
    this.access = access;
    this.owner = owner;
    this.instance = failure.instance();
    this.requestId = failure.requestId();
    this.credentialsSource = credentialsSource;
    this.parts = parts;
    this.below = List.copyOf(below);
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

  /** How the front end may answer the request nevertheless; empty if there is no way. */
  public Optional<GrantedParts> parts() {
    return parts;
  }

  /**
   * Scopes of the caller's grants below the requested path, as far as they are known, and the first
   * ones only.
   */
  public List<S3Path> below() {
    return below;
  }

  /** The service's request id of the failed call; empty if there was no answer. */
  public Optional<String> requestId() {
    return requestId;
  }
}
