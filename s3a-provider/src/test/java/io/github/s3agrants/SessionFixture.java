package io.github.s3agrants;

import static io.github.s3agrants.S3AFixture.ALICE;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Role;
import java.io.IOException;
import java.time.Clock;

/** A {@link S3AFixture} whose STS makes sessions for S3A. */
final class SessionFixture {
  /** Which Alice may assume. */
  static final String ROLE = "arn:aws:iam::" + S3AFixture.ACCOUNT + ":role/analyst";

  /** Somebody whose credentials are a session already. */
  static final Principal SESSION =
      Principal.of(
              "session",
              "ASIALAKEPRINCIPALSESSION",
              "secret-of-session-0123456789abcdef",
              "arn:aws:sts::" + S3AFixture.ACCOUNT + ":assumed-role/other/monday")
          .withSessionToken("token-of-session");

  private SessionFixture() {}

  /** Alice, the session and the role may read and write below {@code alice/}. */
  static S3AFixture start(Clock clock) throws IOException {
    S3AFixture lake =
        S3AFixture.start(
            clock,
            builder -> {
              builder.principal(SESSION).role(Role.of(ROLE, ALICE.name()));
              S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*").accept(builder);
              S3AFixture.grant(SESSION, Permission.READWRITE, "lake/alice/*").accept(builder);
              builder.grant("s3://", "lake/alice/*", ROLE, Permission.READWRITE);
            });
    // S3A's own STS client takes a host, over HTTPS; this leads it to the emulator.
    System.setProperty("aws.endpointUrlSts", lake.emulator.endpoints().sts().toString());
    System.setProperty("aws.region", "us-east-1");
    return lake;
  }

  /** For whatever comes after it in this JVM. */
  static void leadStsBack() {
    System.clearProperty("aws.endpointUrlSts");
    System.clearProperty("aws.region");
  }
}
