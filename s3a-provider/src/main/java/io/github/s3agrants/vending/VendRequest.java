package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.grants.Tenant;
import io.github.s3agrants.grants.TenantBucket;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** All that it takes to ask for credentials. Immutable. */
final class VendRequest {
  private final Tenant tenant;
  private final Access access;
  private final BaseIdentity base;
  private final Optional<String> auditContext;
  private final Duration deniedTtl;

  VendRequest(
      Tenant tenant,
      Access access,
      BaseIdentity base,
      Optional<String> auditContext,
      Duration deniedTtl) {
    this.tenant = tenant;
    this.access = access;
    this.base = base;
    this.auditContext = auditContext;
    this.deniedTtl = deniedTtl;
  }

  VendRequest with(Access other) {
    return new VendRequest(tenant, other, base, auditContext, deniedTtl);
  }

  Tenant tenant() {
    return tenant;
  }

  Access access() {
    return access;
  }

  BaseIdentity identity() {
    return base;
  }

  /** The caller's own credentials, which sign the question. */
  AwsCredentialsIdentity base() {
    return base.credentials();
  }

  Optional<String> auditContext() {
    return auditContext;
  }

  Duration deniedTtl() {
    return deniedTtl;
  }

  TenantBucket place() {
    return new TenantBucket(tenant, access.path().bucket());
  }
}
