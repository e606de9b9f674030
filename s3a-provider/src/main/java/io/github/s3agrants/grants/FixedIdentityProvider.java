package io.github.s3agrants.grants;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/** Provides the one identity that it was given, or that is on its way. Thread-safe. */
public final class FixedIdentityProvider implements IdentityProvider<AwsCredentialsIdentity> {
  private final CompletableFuture<? extends AwsCredentialsIdentity> identity;

  public FixedIdentityProvider(CompletableFuture<? extends AwsCredentialsIdentity> identity) {
    this.identity = identity;
  }

  @Override
  public Class<AwsCredentialsIdentity> identityType() {
    return AwsCredentialsIdentity.class;
  }

  @Override
  public CompletableFuture<? extends AwsCredentialsIdentity> resolveIdentity(
      ResolveIdentityRequest request) {
    return identity;
  }
}
