package io.github.s3agrants.benchmarks;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.aws.SdkCredentials;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.KnownGrants;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.runtime.SdkClients;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.testkit.EmulatorClients;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The heap and the time of knowing many grants of one caller. */
final class GrantIndex {
  private static final AwsCredentialsProvider MANY =
      EmulatorClients.credentials(BenchmarkPrincipals.MANY);

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final S3Path BUCKET = S3Path.bucket(BenchmarkPrincipals.BUCKET);
  private static final int LISTINGS = 5;
  private static final int ROUNDS = 21;
  private static final int LOOK_UPS = 100_000;
  private static final double MILLI = 1e6;
  private static final double MICRO = 1e3;

  private final int grants;
  private final EmulatorProcess emulator;
  private final AccessGrantsClient client;
  private final ServiceSettings settings;
  private final SigningCredentials base = SdkCredentials.of(MANY.resolveCredentials());
  private int pages;

  private GrantIndex(int grants, EmulatorProcess emulator, AccessGrantsClient client)
      throws Exception {
    this.grants = grants;
    this.emulator = emulator;
    this.client = client;
    this.settings = AccessGrantsConfig.read(Side.hadoop(emulator.lake(), MANY)).service();
  }

  /** Measures an index of so many grants. */
  static void measure(int grants, Report report) throws Exception {
    try (EmulatorProcess emulator = EmulatorProcess.start(grants);
        AccessGrantsClient client = SdkClients.create(Clock.systemUTC())) {
      new GrantIndex(grants, emulator, client).measure(report);
    }
  }

  private void measure(Report report) throws Exception {
    report.alone("index.pages-time", median(LISTINGS, this::list) / MILLI, "ms");
    List<CallerGrant> listed = list();
    report.alone("index.pages", pages, "pages");
    double build = median(ROUNDS, () -> KnownGrants.of(BenchmarkPrincipals.BUCKET, listed)) / MILLI;
    report.alone("index.build-time", build, "ms");
    report.alone("index.bytes-per-grant", bytes() / grants, "B");
    KnownGrants known = KnownGrants.of(BenchmarkPrincipals.BUCKET, listed);
    BenchmarkException.unless(known.size() == grants, known + " of " + grants);
    lookUps(known, report);
    firstRequests(report);
  }

  /** All pages, one after the other, as the library reads them. */
  private List<CallerGrant> list() {
    List<CallerGrant> all = new ArrayList<>();
    Optional<String> token = Optional.empty();
    pages = 0;
    do {
      GrantPage page =
          client.callerGrants(
              settings,
              new AccessGrantsInstance(BenchmarkPrincipals.ACCOUNT, BenchmarkPrincipals.REGION),
              "s3://" + BenchmarkPrincipals.BUCKET,
              token,
              TIMEOUT,
              base);
      pages++;
      all.addAll(page.grants());
      token = page.next();
    } while (token.isPresent());
    return all;
  }

  /** The heap that an index keeps, whose grants came over HTTP. */
  private double bytes() throws Exception {
    KnownGrants[] held = {KnownGrants.of(BenchmarkPrincipals.BUCKET, list())};
    double with = Memory.usedBytes();
    BenchmarkException.unless(held[0].size() == grants, held[0] + " of " + grants);
    held[0] = KnownGrants.of(BenchmarkPrincipals.BUCKET, List.of());
    return with - Memory.usedBytes();
  }

  private void lookUps(KnownGrants known, Report report) throws Exception {
    List<S3Path> covered = new ArrayList<>();
    List<S3Path> uncovered = new ArrayList<>();
    for (int i = 0; i < LOOK_UPS; i++) {
      String prefix = WarmRequests.prefix(WarmRequests.grantOf(i, grants));
      covered.add(S3Path.object(BenchmarkPrincipals.BUCKET, prefix + "day=1/part-0.parquet"));
      uncovered.add(S3Path.object(BenchmarkPrincipals.BUCKET, prefix.replace("/t", "/u") + "x"));
    }
    report.alone("look-up.covered", lookUp(known, covered, grants), "us");
    report.alone("look-up.not-covered", lookUp(known, uncovered, 0), "us");
    S3Path root = S3Path.object(BenchmarkPrincipals.BUCKET, "tables");
    double areBelow = median(ROUNDS, () -> known.areBelow(root) && known.areReadableBelow(BUCKET));
    report.alone("look-up.are-below", areBelow / MICRO, "us");
    report.alone(
        "look-up.list-all-below", median(ROUNDS, () -> known.readableBelow(BUCKET)) / MILLI, "ms");
  }

  private static double lookUp(KnownGrants known, List<S3Path> paths, int grants) throws Exception {
    return median(
            ROUNDS,
            () -> {
              long found =
                  paths.stream()
                      .filter(path -> known.closest(path, Permission.READ).isPresent())
                      .count();
              BenchmarkException.unless(found == (grants == 0 ? 0 : LOOK_UPS), "found " + found);
              return found;
            })
        / LOOK_UPS
        / MICRO;
  }

  /** A request waits for the grants, but not for long. */
  private void firstRequests(Report report) throws Exception {
    String key = WarmRequests.prefix(grants / 2) + "first";
    emulator.lake().upload(List.of(key));
    // Load classes first, because these are not measured.
    double unused = firstRequest("off", key);
    report.alone("first-request.without-discovery", firstRequest("off", key), "ms");
    report.alone("first-request", firstRequest("auto", key), "ms");
  }

  private double firstRequest(String discovery, String key) throws Exception {
    Configuration conf = Side.hadoop(emulator.lake(), MANY);
    conf.set("fs.s3a.accessgrants.grants.discovery", discovery);
    conf.setInt("fs.s3a.accessgrants.grants.limit", grants);
    try (Session session = Side.open(conf, emulator.lake())) {
      long start = System.nanoTime();
      session.s3().getObjectAsBytes(r -> r.bucket(BenchmarkPrincipals.BUCKET).key(key));
      return (System.nanoTime() - start) / MILLI;
    }
  }

  /** The median time of several runs, in nanoseconds. */
  private static double median(int rounds, Callable<?> work) throws Exception {
    double[] nanos = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      Object unused = work.call();
      nanos[round] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[rounds / 2];
  }
}
