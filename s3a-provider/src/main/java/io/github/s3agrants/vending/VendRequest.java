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
  private final AwsCredentialsIdentity base;
  private final Optional<String> auditContext;
  private final Duration deniedTtl;

  VendRequest(
      Tenant tenant,
      Access access,
      AwsCredentialsIdentity base,
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

  AwsCredentialsIdentity base() {
    return base;
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
