package io.github.s3agrants.benchmarks;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Services that grant every table, and count their calls. Thread-safe. */
final class FleetServices implements AccessGrantsClient {
  static final Duration LIFE = Duration.ofHours(1);

  private final Clock clock;
  private final Runnable latency;
  private final AtomicInteger getDataAccess = new AtomicInteger();
  private final AtomicInteger callerIdentity = new AtomicInteger();
  private final AtomicInteger instanceForPrefix = new AtomicInteger();

  /**
   * Services without calls so far.
   *
   * @param latency waits as long as a call takes
   */
  FleetServices(Clock clock, Runnable latency) {
    this.clock = clock;
    this.latency = latency;
  }

  int getDataAccessCalls() {
    return getDataAccess.get();
  }

  int callerIdentityCalls() {
    return callerIdentity.get();
  }

  int instanceForPrefixCalls() {
    return instanceForPrefix.get();
  }

  @Override
  public Caller identify(ServiceSettings settings, String region, SigningCredentials base) {
    latency.run();
    callerIdentity.incrementAndGet();
    return Caller.identified(BenchmarkPrincipals.ONE.arn(), "id", BenchmarkPrincipals.ACCOUNT);
  }

  @Override
  public String instanceAccount(
      ServiceSettings settings,
      String region,
      String callerAccount,
      String bucket,
      SigningCredentials base) {
    latency.run();
    instanceForPrefix.incrementAndGet();
    return callerAccount;
  }

  @Override
  public String bucketRegion(ServiceSettings settings, String bucket) {
    return BenchmarkPrincipals.REGION;
  }

  @Override
  public VendedCredentials getDataAccess(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      Access access,
      Optional<String> auditContext,
      SigningCredentials base) {
    latency.run();
    String key = access.path().key();
    Instant now = clock.instant();
    return VendedCredentials.of(
        S3Path.prefix(BenchmarkPrincipals.BUCKET, key.substring(0, key.lastIndexOf('/') + 1)),
        access.permission(),
        WarmRequests.credentials(getDataAccess.incrementAndGet()),
        now,
        now.plus(LIFE));
  }

  @Override
  public GrantPage callerGrants(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      String fragment,
      Optional<String> token,
      Duration timeout,
      SigningCredentials base) {
    return new GrantPage(List.of(), Optional.empty());
  }

  @Override
  public boolean isMissing(RefusedRead refused) {
    return false;
  }

  @Override
  public void close() {}
}
