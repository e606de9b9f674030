package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Permission;
import org.jspecify.annotations.Nullable;

/** The filter of ListAccessGrants. Null matches anything. */
public record GrantFilter(
    @Nullable GranteeType granteeType,
    @Nullable String granteeIdentifier,
    @Nullable Permission permission,
    @Nullable String grantScope,
    @Nullable String applicationArn) {

  boolean accepts(Grant grant) {
    return (granteeType == null || granteeType == grant.grantee().type())
        && (granteeIdentifier == null || granteeIdentifier.equals(grant.grantee().identifier()))
        && (permission == null || permission == grant.permission())
        && (grantScope == null || grantScope.equals(grant.scopeText()))
        && (applicationArn == null || applicationArn.equals(grant.applicationArn()));
  }
}
