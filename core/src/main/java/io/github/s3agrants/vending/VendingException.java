package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.CacheOwner;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if there are no credentials for a request. Has all that is known about the reason. Holds
 * no secret. In another JVM than the one in which it was thrown, such as the driver of a Spark
 * task, it has the message, the cause and the kind, and is empty otherwise.
 */
public final class VendingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final AccessGrantsException.Kind kind;
  private final String credentialsSource;
  private final @Nullable String requestId;
  private final transient @Nullable Access access;
  private final transient @Nullable CacheOwner owner;
  private final transient @Nullable AccessGrantsInstance instance;
  private final transient @Nullable GrantedParts parts;
  private final transient @Nullable KnownSurroundings known;

  VendingException(
      AccessGrantsException failure,
      Optional<Access> access,
      Optional<CacheOwner> owner,
      String credentialsSource,
      Optional<GrantedParts> parts,
      KnownSurroundings known) {
    super(failure.getMessage(), failure);
    this.kind = failure.kind();
    this.credentialsSource = credentialsSource;
    this.requestId = failure.requestId().orElse(null);
    this.access = access.orElse(null);
    this.owner = owner.orElse(null);
    this.instance = failure.instance().orElse(null);
    this.parts = parts.orElse(null);
    this.known = known;
  }

  public AccessGrantsException.Kind kind() {
    return kind;
  }

  /** The requested access; empty if no grant can cover it. */
  public Optional<Access> access() {
    return Optional.ofNullable(access);
  }

  /** The cache owner that requested it; empty if that could not be found out. */
  public Optional<CacheOwner> owner() {
    return Optional.ofNullable(owner);
  }

  /** The instance that was called; empty if the failure came before that. */
  public Optional<AccessGrantsInstance> instance() {
    return Optional.ofNullable(instance);
  }

  /** Where the caller's own credentials come from, in words for users. */
  public String credentialsSource() {
    return credentialsSource;
  }

  /** How the front end may answer the request nevertheless; empty if there is no way. */
  public Optional<GrantedParts> parts() {
    return Optional.ofNullable(parts);
  }

  /**
   * Scopes of the caller's grants below the requested path, as far as they are known, and the first
   * ones only.
   */
  public List<S3Path> below() {
    return known == null ? List.of() : known.below();
  }

  /**
   * Two known grants of the caller that would have to be one, for a copy. Empty for any other
   * access, and if the caller's grants are not known.
   */
  public Optional<GrantsApart> apart() {
    return known == null ? Optional.empty() : known.apart();
  }

  /** The service's request id of the failed call; empty if there was no answer. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }
}
