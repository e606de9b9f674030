package io.github.s3agrants.benchmarks;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Role;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** Who takes part, and what they are granted. */
final class Cast {
  static final String BUCKET = "lake";
  static final String PLAIN_BUCKET = "plain";
  static final String REGION = "us-east-1";

  /** How many grants {@link #EIGHT} has on what {@link #ONE} reads under one. */
  static final int GRANTS = 8;

  /** May do anything on S3, past all grants. */
  static final Principal ADMIN =
      principal("admin").asAdministrator().withS3("s3://*", Permission.READWRITE);

  /** Reads data/* under one grant. */
  static final Principal ONE = principal("one");

  /** Reads data/g0/* to data/g7/* under eight. */
  static final Principal EIGHT = principal("eight");

  /** May read and write written/* under one grant, and read one object under another. */
  static final Principal WRITER = principal("writer");

  /** Assumes {@link #ROLE}, whose sessions read data/*. */
  static final Principal ASSUMER = principal("assumer");

  /** May do everything in {@link #PLAIN_BUCKET} with its own credentials. */
  static final Principal PLAIN =
      principal("plain").withS3("s3://" + Cast.PLAIN_BUCKET + "/*", Permission.READWRITE);

  static final String ACCOUNT = "111122223333";
  static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/etl";
  static final String OBJECT = "objects/one-object";

  private static final String LOCATION = "s3://";

  private Cast() {}

  private static Principal principal(String name) {
    return Principal.of(
        name,
        "AKIABENCHMARK" + name.toUpperCase(Locale.ROOT),
        "secret-of-" + name + "-0123456789abcdef",
        "arn:aws:iam::" + ACCOUNT + ":user/" + name);
  }

  static EmulatorBuilder emulator() {
    EmulatorBuilder builder =
        AccessGrantsEmulator.builder()
            .region(REGION)
            .account(ACCOUNT)
            .principal(ADMIN)
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
            .location(LOCATION, "arn:aws:iam::" + ACCOUNT + ":role/s3ag-location-role")
            .grant(LOCATION, "lake/data/*", ONE.name(), Permission.READ)
            .grant(LOCATION, "lake/written/*", WRITER.name(), Permission.READWRITE)
            .grant(LOCATION, "lake/data/*", ROLE, Permission.READ)
            .objectGrant(LOCATION, "lake/" + OBJECT, WRITER.name(), Permission.READ)
            .journalCapacity(1_000_000);
    for (int i = 0; i < GRANTS; i++) {
      builder.grant(LOCATION, "lake/data/g" + i + "/*", EIGHT.name(), Permission.READ);
    }
    return builder;
  }

  static AwsBasicCredentials credentials(Principal principal) {
    return AwsBasicCredentials.create(principal.accessKey(), principal.secretKey());
  }
}
