package io.github.s3agrants.benchmarks;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Role;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestLake;
import io.github.s3agrants.testkit.TestPrincipals;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** The principals of the benchmarks, and their grants. */
final class BenchmarkPrincipals {
  static final String BUCKET = "lake";
  static final String PLAIN_BUCKET = "plain";
  static final String REGION = "us-east-1";

  /** The number of grants of {@link #EIGHT} for the keys that {@link #ONE} reads with one grant. */
  static final int GRANTS = 8;

  /** May do anything on S3 with base credentials. */
  static final Principal ADMIN = TestPrincipals.ADMIN;

  /** Has one READ grant of data/*. */
  static final Principal ONE = TestPrincipals.named("one");

  /** Has eight READ grants, of data/g0/* to data/g7/*. */
  static final Principal EIGHT = TestPrincipals.named("eight");

  /** Has a READWRITE grant of written/* and a READ grant of one object. */
  static final Principal WRITER = TestPrincipals.named("writer");

  /** Has eight READWRITE grants, of tables/g0/* to tables/g7/*. */
  static final Principal TABLES = TestPrincipals.named("tables");

  /** Has one READWRITE grant, so many directories deep. */
  static final Map<Integer, Principal> DEEP =
      Map.of(
          3, TestPrincipals.named("deep3"),
          10, TestPrincipals.named("deep10"),
          40, TestPrincipals.named("deep40"));

  /** Has READ grants of {@link WarmRequests#prefix}, as many as the emulator was started with. */
  static final Principal MANY = TestPrincipals.named("many");

  /** May assume {@link #ROLE}, which has a READ grant of data/*. */
  static final Principal ASSUMER = TestPrincipals.named("assumer");

  /** May do anything in {@link #PLAIN_BUCKET} with base credentials. */
  static final Principal PLAIN =
      TestPrincipals.named("plain").withS3("s3://" + PLAIN_BUCKET + "/*", Permission.READWRITE);

  static final String ACCOUNT = TestPrincipals.ACCOUNT;
  static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/etl";
  static final String OBJECT = "objects/one-object";

  private BenchmarkPrincipals() {}

  /**
   * The emulator of the benchmarks.
   *
   * @param grantsOfMany see {@link EmulatorProcess#start(int)}
   */
  static EmulatorBuilder emulator(int grantsOfMany) {
    return grantsOfMany == 0 ? emulator() : emulatorOfMany(grantsOfMany);
  }

  /** An instance has at most 100,000 grants. So all of them may be those of one caller. */
  private static EmulatorBuilder emulatorOfMany(int grants) {
    EmulatorBuilder builder =
        AccessGrantsEmulator.builder()
            .region(REGION)
            .account(ACCOUNT)
            .principal(ADMIN)
            .principal(MANY)
            .bucket(BUCKET)
            .location(TestLake.LOCATION, TestPrincipals.LOCATION_ROLE);
    for (int i = 0; i < grants; i++) {
      builder.grant(
          TestLake.LOCATION,
          BUCKET + "/" + WarmRequests.prefix(i) + "*",
          MANY.name(),
          Permission.READ);
    }
    return builder;
  }

  private static EmulatorBuilder emulator() {
    EmulatorBuilder builder =
        AccessGrantsEmulator.builder()
            .region(REGION)
            .account(ACCOUNT)
            .principal(ADMIN)
            .principal(TABLES)
            .principal(deep(3))
            .principal(deep(10))
            .principal(deep(40))
            .principal(ONE)
            .principal(EIGHT)
            .principal(WRITER)
            .principal(ASSUMER)
            .principal(PLAIN)
            .bucket(BUCKET, PLAIN_BUCKET)
            .role(
                new Role(
                    ROLE,
                    List.of(ASSUMER.name()),
                    false,
                    List.of(),
                    Role.DEFAULT_MAX_SESSION_SECONDS))
            .location(TestLake.LOCATION, TestPrincipals.LOCATION_ROLE)
            .grant(TestLake.LOCATION, "lake/data/*", ONE.name(), Permission.READ)
            .grant(TestLake.LOCATION, "lake/written/*", WRITER.name(), Permission.READWRITE)
            .grant(TestLake.LOCATION, "lake/data/*", ROLE, Permission.READ)
            .objectGrant(TestLake.LOCATION, "lake/" + OBJECT, WRITER.name(), Permission.READ)
            .journalCapacity(1_000_000);
    DEEP.forEach(
        (depth, principal) ->
            builder.grant(
                TestLake.LOCATION,
                "lake/" + directory(depth) + "/*",
                principal.name(),
                Permission.READWRITE));
    for (int i = 0; i < GRANTS; i++) {
      builder.grant(TestLake.LOCATION, "lake/data/g" + i + "/*", EIGHT.name(), Permission.READ);
      builder.grant(
          TestLake.LOCATION, "lake/tables/g" + i + "/*", TABLES.name(), Permission.READWRITE);
    }
    return builder;
  }

  /** The principal of {@link #DEEP} with a grant of {@link #directory}. */
  static Principal deep(int depth) {
    return requireNonNull(DEEP.get(depth));
  }

  /** The key of a directory so many levels deep, which nobody has made. */
  static String directory(int depth) {
    return IntStream.rangeClosed(1, depth)
        .mapToObj(level -> "d" + level)
        .collect(Collectors.joining("/", "deep" + depth + "/", ""));
  }

  static AwsCredentials credentials(Principal principal) {
    return EmulatorClients.awsCredentials(principal);
  }
}
