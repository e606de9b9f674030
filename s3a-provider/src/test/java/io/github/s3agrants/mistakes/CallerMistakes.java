package io.github.s3agrants.mistakes;

import static io.github.s3agrants.mistakes.Mistakes.ACCOUNT_ID;
import static io.github.s3agrants.mistakes.Mistakes.CONTROL;
import static io.github.s3agrants.mistakes.Mistakes.SOON;
import static io.github.s3agrants.mistakes.Mistakes.STS;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.fixture.ScriptedServer;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.List;

/** Base credentials that are no good, and a wrong clock. */
final class CallerMistakes {
  private static final String CHECK = "Check the caller's own credentials, which come from";
  private static final String CLOCK = "Check this machine's clock";

  private CallerMistakes() {}

  static List<Mistake> all() {
    return List.of(
        refused(
            "no base credentials",
            scene -> {
              scene.conf().unset("fs.s3a.access.key");
              scene.conf().unset("fs.s3a.secret.key");
              scene.set(
                  "fs.s3a.accessgrants.credentials.provider",
                  "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
            },
            "no credentials of the caller's own, which come from",
            "fs.s3a.accessgrants.credentials.provider"),
        refused(
            "base credentials expired",
            scene ->
                scene
                    .lake()
                    .emulator
                    .faults()
                    .set(ControlOperation.GET_CALLER_IDENTITY, Fault.error(403, "ExpiredToken")),
            "ExpiredToken",
            CHECK),
        refused(
            "access key unknown",
            scene -> scene.set("fs.s3a.access.key", "AKIANOBODYHASTHISKEY"),
            "InvalidClientTokenId",
            CHECK),
        refused(
            "secret key wrong",
            scene -> scene.set("fs.s3a.secret.key", "another"),
            "SignatureDoesNotMatch",
            CHECK),
        refused("clock 20 minutes behind", scene -> skew(scene, 20), CLOCK),
        refused("clock 20 minutes ahead", scene -> skew(scene, -20), CLOCK),
        refused(
            "clock 20 minutes behind, account set",
            scene -> {
              skew(scene, 20);
              scene.set(ACCOUNT_ID, TestPrincipals.ACCOUNT);
            },
            "RequestTimeTooSkewed",
            CLOCK));
  }

  /** Something on the way takes the date out of the answers, by which the SDK corrects its own. */
  private static void skew(Scene scene, int minutes) throws IOException {
    skewed(scene, minutes);
    URI control = scene.lake().emulator.endpoints().s3Control();
    URI undated = scene.closing(ScriptedServer.withoutDate(control)).uri();
    scene.set(CONTROL, undated);
    scene.set(STS, undated + "/sts");
  }

  /** The services' clock is ahead, and they say so. */
  static void skewed(Scene scene, int minutes) throws IOException {
    scene.lake(
        ALICE,
        builder -> {
          S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*").accept(builder);
          builder.clockSkew(Duration.ofMinutes(minutes));
        });
  }

  private static Mistake refused(String name, Mistake.Setup setup, String... words) {
    return new Mistake(name, setup, AccessDeniedException.class, SOON, List.of(words), List.of());
  }
}
