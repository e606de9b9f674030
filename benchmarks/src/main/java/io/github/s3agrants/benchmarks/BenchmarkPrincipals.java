package io.github.s3agrants.benchmarks;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Role;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestLake;
import io.github.s3agrants.testkit.TestPrincipals;
import java.util.List;
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
    for (int i = 0; i < GRANTS; i++) {
      builder.grant(TestLake.LOCATION, "lake/data/g" + i + "/*", EIGHT.name(), Permission.READ);
      builder.grant(
          TestLake.LOCATION, "lake/tables/g" + i + "/*", TABLES.name(), Permission.READWRITE);
    }
    return builder;
  }

  static AwsCredentials credentials(Principal principal) {
    return EmulatorClients.awsCredentials(principal);
  }
}
