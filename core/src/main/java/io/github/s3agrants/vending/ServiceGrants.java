package io.github.s3agrants.vending;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.OwnerBucket;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.VendedAnswer;
import io.github.s3agrants.vending.concurrent.Endpoint;
import io.github.s3agrants.vending.concurrent.Futures;
import io.github.s3agrants.vending.concurrent.ServiceCalls;
import io.github.s3agrants.vending.discovery.GrantPages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls the services, on the executor's threads. Thread-safe. */
final class ServiceGrants implements GrantsClient {
  /** Of all pages together, for a request that waits for them. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /**
   * Of a page of the grants that are read ahead. The request that waits for it can do without, and
   * must not wait for long.
   */
  private static final Duration PAGE_TIMEOUT = Duration.ofSeconds(5);

  private final AccessGrantsClient client;
  private final AccessGrantsInstances instances;
  private final Regions regions;
  private final ServiceCalls calls;
  private final Clock clock;

  ServiceGrants(AccessGrantsClient client, Regions regions, ServiceCalls calls, Clock clock) {
    this.client = client;
    this.instances = new AccessGrantsInstances(client, regions, calls);
    this.regions = regions;
    this.calls = calls;
    this.clock = clock;
  }

  @Override
  public void prepare(ServiceSettings settings) {
    client.prepare(settings);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Calls STS, in the bucket's Region if no Region is set; not if the account of the instance is
   * set.
   */
  @Override
  public CompletableFuture<Caller> caller(
      ServiceSettings settings, String bucket, BaseIdentity base) {
    BaseIdentityKey key = base.key(settings);
    return settings.accountId().isPresent()
        ? CompletableFuture.completedFuture(
            Caller.unidentified(key.accessKeyId(), key.fingerprint()))
        : regions
            .of(settings, bucket)
            .thenCompose(
                region ->
                    calls.make(
                        ServiceCalls.Lane.REQUEST,
                        Endpoint.sts(settings, region),
                        bucket,
                        () -> identify(settings, region, base)));
  }

  private Caller identify(ServiceSettings settings, String region, BaseIdentity base) {
    try {
      return client.identify(settings, region, base.credentials());
    } catch (AccessGrantsException e) {
      throw e.kind() == Kind.DENIED ? e.as(Kind.NOT_AUTHORIZED) : e;
    }
  }

  @Override
  public CompletableFuture<VendedAnswer> vend(
      VendRequest request, @Nullable CachedCredentials held) {
    OwnerBucket ownerBucket = request.ownerBucket();
    return instances
        .locate(ownerBucket, request.base())
        .thenCompose(
            instance ->
                // Every failure of the call names the instance.
                Futures.recover(
                    inLane(
                        held == null ? ServiceCalls.Lane.REQUEST : ServiceCalls.Lane.RENEWAL,
                        request,
                        instance,
                        () -> getDataAccess(request, instance)),
                    failure ->
                        CompletableFuture.failedFuture(
                            Futures.asAccessGrantsException(failure).of(instance))))
        .whenComplete(
            (answer, failure) -> {
              if (failure != null
                  && Futures.asAccessGrantsException(failure).kind() == Kind.NO_INSTANCE) {
                instances.forget(ownerBucket);
              }
            });
  }

  private VendedAnswer getDataAccess(VendRequest request, AccessGrantsInstance instance) {
    return VendedAnswer.of(
            client.getDataAccess(
                request.owner().settings(),
                instance,
                request.access(),
                request.auditContext(),
                request.base()))
        .requireUsable(request.access(), clock.millis());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Because the service's filter is not defined further, each grant is checked here. All pages
   * together have the timeout of one call.
   */
  @Override
  public CompletableFuture<Boolean> hasGrantBelow(VendRequest request, S3Path path) {
    Instant end = clock.instant().plus(TIMEOUT);
    AtomicBoolean found = new AtomicBoolean();
    return GrantPages.read(
            token ->
                page(
                    request,
                    "s3://" + path.bucket() + "/" + path.key(),
                    token,
                    Duration.between(clock.instant(), end)),
            page -> {
              found.set(page.grants().stream().anyMatch(grant -> path.isAbove(grant.scope())));
              return !found.get();
            })
        .thenApply(all -> found.get());
  }

  @Override
  public CompletableFuture<?> locate(VendRequest request) {
    return instances.locate(request.ownerBucket(), request.base());
  }

  @Override
  public Optional<AccessGrantsInstance> instance(OwnerBucket ownerBucket) {
    return instances.known(ownerBucket);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The fragment has no slash, since the scope of a whole bucket may be {@code s3://bucket*}.
   */
  @Override
  public CompletableFuture<GrantPage> callerGrants(VendRequest request, Optional<String> token) {
    return page(request, "s3://" + request.access().path().bucket(), token, PAGE_TIMEOUT);
  }

  private CompletableFuture<GrantPage> page(
      VendRequest request, String fragment, Optional<String> token, Duration timeout) {
    return timeout.toMillis() <= 0
        ? CompletableFuture.failedFuture(
            new AccessGrantsException(
                Kind.UNAVAILABLE, "ListCallerAccessGrants did not end in time."))
        : instances
            .locate(request.ownerBucket(), request.base())
            .thenCompose(
                instance ->
                    inLane(
                        ServiceCalls.Lane.PROBE,
                        request,
                        instance,
                        () ->
                            client.callerGrants(
                                request.owner().settings(),
                                instance,
                                fragment,
                                token,
                                timeout,
                                request.base())));
  }

  private <T> CompletableFuture<T> inLane(
      ServiceCalls.Lane lane,
      VendRequest request,
      AccessGrantsInstance instance,
      Supplier<T> question) {
    return calls.make(
        lane,
        Endpoint.s3Control(request.owner().settings(), instance.region(), instance.account()),
        request.ownerBucket().bucket(),
        question);
  }
}
