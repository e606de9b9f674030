package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;

/** The cast of the tests. */
final class Principals {
  static final String LOCATION_ROLE = "arn:aws:iam::111122223333:role/s3ag-location-role";

  /** Manages grants and may do anything on S3. */
  static final Principal ADMIN =
      Principal.of(
              "admin",
              "AKIAEMULATORADMIN001",
              "admin-secret",
              "arn:aws:iam::111122223333:user/admin")
          .asAdministrator()
          .withS3("s3://*", Permission.READWRITE);

  static final Principal ALICE =
      Principal.of(
          "alice", "AKIAEMULATORALICE001", "alice-secret", "arn:aws:iam::111122223333:user/alice");

  static final Principal BOB =
      Principal.of(
          "bob", "AKIAEMULATORBOB00001", "bob-secret", "arn:aws:iam::111122223333:user/bob");

  /** A session of the role {@code etl}. */
  static final Principal SESSION =
      Principal.of(
              "session",
              "ASIAEMULATORSESSION1",
              "session-secret",
              "arn:aws:sts::111122223333:assumed-role/etl/nightly")
          .withSessionToken("session-token");

  private Principals() {}

  /** An emulator with the two, the bucket {@code lake}, and a grant of {@code alice/*} in it. */
  static EmulatorBuilder lakeOfAlice(Permission permission) {
    return AccessGrantsEmulator.builder()
        .principal(ADMIN)
        .principal(ALICE)
        .bucket("lake")
        .location("s3://", LOCATION_ROLE)
        .grant("s3://", "lake/alice/*", "alice", permission);
  }
}
