package io.github.s3agrants.benchmarks;

import io.github.s3agrants.testkit.EmulatorClients;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Sessions of one role with one name, replaced every few seconds. Thread-safe. */
final class RotatingCredentials implements AwsCredentialsProvider, AutoCloseable {
  private final StsClient sts;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private volatile AwsSessionCredentials current;

  private RotatingCredentials(StsClient sts) {
    this.sts = sts;
    this.current = assume(sts);
  }

  static RotatingCredentials start(EmulatorEndpoints lake, int everySeconds) {
    RotatingCredentials rotating =
        new RotatingCredentials(
            StsClient.builder()
                .endpointOverride(lake.sts())
                .region(Region.of(BenchmarkPrincipals.REGION))
                .credentialsProvider(EmulatorClients.credentials(BenchmarkPrincipals.ASSUMER))
                .build());
    ScheduledFuture<?> unused =
        rotating.timer.scheduleAtFixedRate(
            rotating::rotate, everySeconds, everySeconds, TimeUnit.SECONDS);
    return rotating;
  }

  private void rotate() {
    current = assume(sts);
  }

  private static AwsSessionCredentials assume(StsClient sts) {
    Credentials session =
        sts.assumeRole(r -> r.roleArn(BenchmarkPrincipals.ROLE).roleSessionName("nightly"))
            .credentials();
    return AwsSessionCredentials.create(
        session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
  }

  /** The number of different access keys that were returned. */
  long used() {
    return used.size();
  }

  @Override
  public AwsCredentials resolveCredentials() {
    AwsSessionCredentials now = current;
    used.add(now.accessKeyId());
    return now;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    sts.close();
  }
}
