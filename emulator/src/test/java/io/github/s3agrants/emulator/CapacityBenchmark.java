package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.api.Principal;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.GranteeType;
import software.amazon.awssdk.services.s3control.model.Permission;

/**
 * Fills an instance to its quotas through the API, then asks for access. A program, not a test;
 * emulator/bin/benchmark-capacity runs it.
 */
final class CapacityBenchmark {
  private static final int LOCATIONS = 1000;
  private static final int GRANTS = 100_000;
  private static final int THREADS = 8;
  private static final int WARM_UP = 2000;
  private static final int CALLS = 5000;

  private CapacityBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    try (AccessGrantsEmulator emulator =
            AccessGrantsEmulator.builder()
                .principal(Principals.ADMIN)
                .principal(Principals.ALICE)
                .bucket("lake")
                .journalCapacity(GRANTS)
                .start();
        Clients clients = new Clients(emulator.endpoints())) {
      S3ControlClient admin = clients.control(Principals.ADMIN);
      admin.createAccessGrantsInstance(r -> r.accountId(Clients.ACCOUNT));
      long start = System.nanoTime();
      load(admin);
      double seconds = (System.nanoTime() - start) / 1e9;
      double p50 = median(clients.control(Principals.ALICE));
      System.gc();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      print("emulator.load", seconds, "s");
      print("emulator.getdataaccess.p50", p50, "ms");
      print("emulator.heap", heap / 1048576.0, "MiB");
    }
  }

  private static void load(S3ControlClient admin) throws Exception {
    List<String> locations = new ArrayList<>();
    for (int i = 0; i < LOCATIONS; i++) {
      String scope = "s3://lake/location-" + i + "/";
      locations.add(
          admin
              .createAccessGrantsLocation(
                  r ->
                      r.accountId(Clients.ACCOUNT)
                          .locationScope(scope)
                          .iamRoleArn(Principals.LOCATION_ROLE))
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
                  for (int i = first; i < GRANTS; i += THREADS) {
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
    Principal grantee = Principals.ALICE;
    admin.createAccessGrant(
        r ->
            r.accountId(Clients.ACCOUNT)
                .accessGrantsLocationId(location)
                .accessGrantsLocationConfiguration(c -> c.s3SubPrefix("grant-" + number + "/*"))
                .grantee(g -> g.granteeType(GranteeType.IAM).granteeIdentifier(grantee.arn()))
                .permission(Permission.READWRITE));
  }

  /** The time that a caller waits, in milliseconds. */
  private static double median(S3ControlClient alice) {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < WARM_UP + CALLS; i++) {
      int number = (int) ((i * 7919L) % GRANTS);
      String target =
          "s3://lake/location-" + number % LOCATIONS + "/grant-" + number + "/part-0.parquet";
      long start = System.nanoTime();
      var unused = alice.getDataAccess(Clients.request(target, Permission.READ));
      if (i >= WARM_UP) {
        nanos.add(System.nanoTime() - start);
      }
    }
    Collections.sort(nanos);
    return nanos.get(nanos.size() / 2) / 1e6;
  }

  private static void print(String figure, double value, String unit) {
    System.out.printf(Locale.ROOT, "RESULT %s ours=%.2f unit=%s%n", figure, value, unit);
  }
}
