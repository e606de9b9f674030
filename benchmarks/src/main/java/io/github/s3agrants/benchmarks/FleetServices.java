package io.github.s3agrants.benchmarks;

import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/** Services that grant every table, and count their calls. Thread-safe. */
final class FleetServices extends EveryTable {
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
    super(clock);
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
    return super.identify(settings, region, base);
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
    return super.instanceAccount(settings, region, callerAccount, bucket, base);
  }

  @Override
  SigningCredentials next() {
    latency.run();
    return WarmRequests.credentials(getDataAccess.incrementAndGet());
  }
}
