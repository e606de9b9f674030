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

/** Services that grant every table to everybody, and list no grant. */
abstract class EveryTable implements AccessGrantsClient {
  /** How long vended credentials live. */
  static final Duration LIFE = Duration.ofHours(1);

  private final Clock clock;

  EveryTable(Clock clock) {
    this.clock = clock;
  }

  /** The credentials that the next call vends. */
  abstract SigningCredentials next();

  @Override
  public Caller identify(ServiceSettings settings, String region, SigningCredentials base) {
    return Caller.identified(BenchmarkPrincipals.ONE.arn(), "id", BenchmarkPrincipals.ACCOUNT);
  }

  @Override
  public String instanceAccount(
      ServiceSettings settings,
      String region,
      String callerAccount,
      String bucket,
      SigningCredentials base) {
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
    SigningCredentials vended = next();
    String key = access.path().key();
    Instant now = clock.instant();
    return VendedCredentials.of(
        S3Path.prefix(BenchmarkPrincipals.BUCKET, key.substring(0, key.lastIndexOf('/') + 1)),
        access.permission(),
        vended,
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
