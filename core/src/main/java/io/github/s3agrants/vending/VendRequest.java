package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.OwnerBucket;
import io.github.s3agrants.credentials.SigningCredentials;
import java.time.Duration;
import java.util.Optional;

/** A request for vended credentials, with all that a {@link GrantsClient} needs. Immutable. */
public final class VendRequest {
  private final CacheOwner owner;
  private final Access access;
  private final BaseIdentity base;
  private final Optional<String> auditContext;
  private final Duration deniedTtl;
  private final boolean routed;

  VendRequest(
      CacheOwner owner,
      Access access,
      BaseIdentity base,
      Optional<String> auditContext,
      Duration deniedTtl) {
    this(owner, access, base, auditContext, deniedTtl, false);
  }

  private VendRequest(
      CacheOwner owner,
      Access access,
      BaseIdentity base,
      Optional<String> auditContext,
      Duration deniedTtl,
      boolean routed) {
    this.owner = owner;
    this.access = access;
    this.base = base;
    this.auditContext = auditContext;
    this.deniedTtl = deniedTtl;
    this.routed = routed;
  }

  /** The request for the credentials of an access. */
  static VendRequest of(
      CacheOwner owner,
      Access access,
      BaseIdentity base,
      RequestContext context,
      VendingPolicy policy) {
    return new VendRequest(owner, access, base, context.auditContext(), policy.deniedTtl());
  }

  VendRequest with(Access other) {
    return new VendRequest(owner, other, base, auditContext, deniedTtl, routed);
  }

  /** The same for an access that was chosen because the caller's grants are known. */
  VendRequest routed(Access other) {
    return new VendRequest(owner, other, base, auditContext, deniedTtl, true);
  }

  /**
   * Whether the access was chosen because the caller's grants are known. Then only a call for
   * exactly that access can help.
   */
  boolean isRouted() {
    return routed;
  }

  public CacheOwner owner() {
    return owner;
  }

  public Access access() {
    return access;
  }

  /** The caller's own credentials, and where they come from. */
  public BaseIdentity identity() {
    return base;
  }

  /** The caller's own credentials, which sign the call. */
  public SigningCredentials base() {
    return base.credentials();
  }

  /** The text that CloudTrail records with the call: 1 to 2,048 characters. */
  public Optional<String> auditContext() {
    return auditContext;
  }

  /** How long a refusal is cached; zero: not at all. */
  Duration deniedTtl() {
    return deniedTtl;
  }

  OwnerBucket ownerBucket() {
    return new OwnerBucket(owner, access.path().bucket());
  }
}
