package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.vending.probe.ProbeQuestions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Makes the calls that the answer to a probe depends on, through the broker and as the caller of
 * one request.
 */
final class BrokerQuestions implements ProbeQuestions {
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
  public CompletableFuture<Boolean> isDenied(Access access) {
    return broker.isDenied(request.with(access));
  }

  @Override
  public CompletableFuture<Boolean> hasGrantBelow(S3Path path) {
    return broker.hasGrantBelow(request, path);
  }
}
