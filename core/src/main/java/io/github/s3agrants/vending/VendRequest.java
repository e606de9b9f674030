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

  VendRequest(
      CacheOwner owner,
      Access access,
      BaseIdentity base,
      Optional<String> auditContext,
      Duration deniedTtl) {
    this.owner = owner;
    this.access = access;
    this.base = base;
    this.auditContext = auditContext;
    this.deniedTtl = deniedTtl;
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
    return new VendRequest(owner, other, base, auditContext, deniedTtl);
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
