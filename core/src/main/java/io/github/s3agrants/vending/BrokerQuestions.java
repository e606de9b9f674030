package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.SigningCredentials;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Makes the calls that the answer to a probe depends on, through the broker and as the caller of
 * one request.
 */
class BrokerQuestions implements GrantQuestions {
  private final VendRequest request;
  private final CredentialBroker broker;

  BrokerQuestions(VendRequest request, CredentialBroker broker) {
    this.request = request;
    this.broker = broker;
  }

  @Override
  public CacheOwner owner() {
    return request.owner();
  }

  @Override
  public SigningCredentials signer() {
    return request.base();
  }

  @Override
  public Duration answerLife() {
    return request.deniedTtl();
  }

  @Override
  public KnownSurroundings surroundings(Access access) {
    return KnownSurroundings.NONE;
  }

  /** Whether credentials for an access are in the cache. */
  final boolean isVended(Access access) {
    return broker.isVended(request.owner(), access);
  }

  @Override
  public CompletableFuture<Boolean> isDenied(Access access) {
    return broker.isDenied(request.with(access));
  }

  @Override
  public CompletableFuture<Boolean> hasGrantBelow(S3Path path) {
    return broker.hasGrantBelow(request, path);
  }
}
