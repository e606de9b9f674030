package io.github.s3agrants.aws;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/** Provides one identity, which may be a future that is not complete. Thread-safe. */
public final class FixedIdentityProvider implements IdentityProvider<AwsCredentialsIdentity> {
  private final CompletableFuture<AwsCredentialsIdentity> identity;

  public FixedIdentityProvider(CompletableFuture<AwsCredentialsIdentity> identity) {
    this.identity = identity;
  }

  public static FixedIdentityProvider of(AwsCredentialsIdentity identity) {
    return new FixedIdentityProvider(CompletableFuture.completedFuture(identity));
  }

  /** The identity: complete, still to come, or failed. */
  public CompletableFuture<AwsCredentialsIdentity> identity() {
    return identity;
  }

  @Override
  public Class<AwsCredentialsIdentity> identityType() {
    return AwsCredentialsIdentity.class;
  }

  @Override
  public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
    return identity;
  }
}
