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
import java.util.Optional;

/**
 * A client that can vend credentials from memory, because filling a large cache over HTTP would
 * take too long.
 */
final class HeldCredentials implements AccessGrantsClient {
  private static final Duration LIFE = Duration.ofHours(12);

  private final AccessGrantsClient services;
  private final Clock clock;

  /** The grant whose credentials are vended from memory; empty if the services vend. */
  private volatile Optional<Integer> grant = Optional.empty();

  HeldCredentials(AccessGrantsClient services, Clock clock) {
    this.services = services;
    this.clock = clock;
  }

  /** Makes the next call return the credentials of this grant; see {@link WarmRequests}. */
  void vendNext(int number) {
    grant = Optional.of(number);
  }

  @Override
  public VendedCredentials getDataAccess(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      Access access,
      Optional<String> auditContext,
      SigningCredentials base) {
    Instant now = clock.instant();
    return grant
        .map(
            number ->
                VendedCredentials.of(
                    S3Path.prefix(access.path().bucket(), WarmRequests.prefix(number)),
                    access.permission(),
                    WarmRequests.credentials(number),
                    now,
                    now.plus(LIFE)))
        .orElseGet(() -> services.getDataAccess(settings, instance, access, auditContext, base));
  }

  @Override
  public void prepare(ServiceSettings settings) {
    services.prepare(settings);
  }

  @Override
  public Caller identify(ServiceSettings settings, String region, SigningCredentials base) {
    return services.identify(settings, region, base);
  }

  @Override
  public String instanceAccount(
      ServiceSettings settings,
      String region,
      String callerAccount,
      String bucket,
      SigningCredentials base) {
    return services.instanceAccount(settings, region, callerAccount, bucket, base);
  }

  @Override
  public String bucketRegion(ServiceSettings settings, String bucket) {
    return services.bucketRegion(settings, bucket);
  }

  @Override
  public GrantPage callerGrants(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      String fragment,
      Optional<String> token,
      Duration timeout,
      SigningCredentials base) {
    return services.callerGrants(settings, instance, fragment, token, timeout, base);
  }

  @Override
  public boolean isMissing(RefusedRead refused) {
    return services.isMissing(refused);
  }

  @Override
  public void close() {
    services.close();
  }
}
