package io.github.s3agrants.benchmarks;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.GranteeType;
import software.amazon.awssdk.services.s3control.model.Permission;

/** The emulator with an Access Grants instance that is filled to its quotas through the API. */
final class Capacity implements Benchmark {
  private static final int LOCATIONS = 1000;
  private static final int THREADS = 8;
  private static final double MIB = 1024 * 1024;

  @Override
  public String name() {
    return "capacity";
  }

  @Override
  public String summary() {
    return "the emulator with 1,000 locations and 100,000 grants: time to create them, GetDataAccess, heap"
        + " [--grants 100000] [--calls 5000]";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    options.allow("grants", "calls");
    int grants = options.number("grants", 100_000);
    int calls = options.number("calls", 5000);
    try (AccessGrantsEmulator emulator =
            AccessGrantsEmulator.builder()
                .region(BenchmarkPrincipals.REGION)
                .account(BenchmarkPrincipals.ACCOUNT)
                .principal(BenchmarkPrincipals.ADMIN)
                .principal(BenchmarkPrincipals.ONE)
                .bucket(BenchmarkPrincipals.BUCKET)
                .journalCapacity(grants)
                .start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      S3ControlClient admin = clients.control(BenchmarkPrincipals.ADMIN);
      admin.createAccessGrantsInstance(r -> r.accountId(BenchmarkPrincipals.ACCOUNT));
      long start = System.nanoTime();
      load(admin, grants);
      report.alone("load", (System.nanoTime() - start) / 1e9, "s");
      report.alone(
          "get-data-access-p50",
          median(clients.control(BenchmarkPrincipals.ONE), grants, calls),
          "ms");
      System.gc();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      report.alone("heap", heap / MIB, "MiB");
    }
    report.note("the emulator and its clients share one JVM");
  }

  private static void load(S3ControlClient admin, int grants) throws Exception {
    List<String> locations = new ArrayList<>();
    for (int i = 0; i < LOCATIONS; i++) {
      String scope = "s3://" + BenchmarkPrincipals.BUCKET + "/location-" + i + "/";
      locations.add(
          admin
              .createAccessGrantsLocation(
                  r ->
                      r.accountId(BenchmarkPrincipals.ACCOUNT)
                          .locationScope(scope)
                          .iamRoleArn(TestPrincipals.LOCATION_ROLE))
              .accessGrantsLocationId());
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> parts = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        parts.add(
            threads.submit(
                () -> {
                  for (int i = first; i < grants; i += THREADS) {
                    createGrant(admin, locations.get(i % LOCATIONS), i);
                  }
                }));
      }
      for (Future<?> part : parts) {
        part.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void createGrant(S3ControlClient admin, String location, int number) {
    admin.createAccessGrant(
        r ->
            r.accountId(BenchmarkPrincipals.ACCOUNT)
                .accessGrantsLocationId(location)
                .accessGrantsLocationConfiguration(c -> c.s3SubPrefix("grant-" + number + "/*"))
                .grantee(
                    g ->
                        g.granteeType(GranteeType.IAM)
                            .granteeIdentifier(BenchmarkPrincipals.ONE.arn()))
                .permission(Permission.READWRITE));
  }

  /** The median time of a call as the client measures it, in milliseconds. */
  private static double median(S3ControlClient caller, int grants, int calls) {
    int warmUp = calls * 2 / 5;
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < warmUp + calls; i++) {
      int number = (int) ((i * 7919L) % grants);
      String target =
          "s3://"
              + BenchmarkPrincipals.BUCKET
              + "/location-"
              + number % LOCATIONS
              + "/grant-"
              + number
              + "/part-0.parquet";
      long start = System.nanoTime();
      var unused =
          caller.getDataAccess(
              r ->
                  r.accountId(BenchmarkPrincipals.ACCOUNT)
                      .target(target)
                      .permission(Permission.READ));
      if (i >= warmUp) {
        nanos.add(System.nanoTime() - start);
      }
    }
    Collections.sort(nanos);
    return nanos.get(nanos.size() / 2) / 1e6;
  }
}
