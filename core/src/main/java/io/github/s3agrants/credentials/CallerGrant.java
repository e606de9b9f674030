package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;

/** One of the caller's grants, as ListCallerAccessGrants gives it. Immutable. */
public final class CallerGrant {
  private final S3Path scope;
  private final Permission permission;
  private final boolean boundToApplication;

  /**
   * A grant.
   *
   * @param boundToApplication whether it holds only for callers who come through an application of
   *     IAM Identity Center ({@code ApplicationArn} is an ARN)
   */
  public CallerGrant(S3Path scope, Permission permission, boolean boundToApplication) {
    this.scope = requireNonNull(scope, "scope");
    this.permission = requireNonNull(permission, "permission");
    this.boundToApplication = boundToApplication;
  }

  public S3Path scope() {
    return scope;
  }

  public Permission permission() {
    return permission;
  }

  public boolean isBoundToApplication() {
    return boundToApplication;
  }

  @Override
  public String toString() {
    return permission + " on " + scope + (boundToApplication ? ", for an application" : "");
  }
}
