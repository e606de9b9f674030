package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.LOCATION_ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.S3ControlException;

/** An instance that is filled to the service's quotas. */
final class QuotaTest {
  private static final int LOCATIONS = 1000;
  private static final int GRANTS = 100_000;

  @TempDir Path folder;

  @Test
  void holds_the_quotas_and_no_more() throws Exception {
    Path file = folder.resolve("emulator.yaml");
    Files.writeString(file, yaml());
    try (AccessGrantsEmulator emulator =
            AccessGrantsEmulator.builder().principal(ADMIN).principal(ALICE).config(file).start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      S3ControlClient admin = clients.control(ADMIN);
      refused(
          "AccessGrantsLocationsQuotaExceededError",
          () ->
              admin.createAccessGrantsLocation(
                  r ->
                      r.accountId(TestPrincipals.ACCOUNT)
                          .locationScope("s3://lake/more/")
                          .iamRoleArn(LOCATION_ROLE)));
      String location =
          admin
              .listAccessGrantsLocations(r -> r.accountId(TestPrincipals.ACCOUNT).maxResults(1))
              .accessGrantsLocationsList()
              .get(0)
              .accessGrantsLocationId();
      refused(
          "AccessGrantsQuotaExceededError",
          () ->
              admin.createAccessGrant(
                  r ->
                      r.accountId(TestPrincipals.ACCOUNT)
                          .accessGrantsLocationId(location)
                          .grantee(g -> g.granteeType("IAM").granteeIdentifier(ALICE.arn()))
                          .permission("READ")));
      assertThat(
              clients
                  .control(ALICE)
                  .getDataAccess(
                      EmulatorClients.request(
                          "s3://lake/999/99999/x",
                          software.amazon.awssdk.services.s3control.model.Permission.READ))
                  .matchedGrantTarget())
          .isEqualTo("s3://lake/999/99999/*");
      assertThat(
              admin.listAccessGrantsPaginator(r -> r.accountId(TestPrincipals.ACCOUNT)).stream()
                  .mapToInt(page -> page.accessGrantsList().size())
                  .sum())
          .isEqualTo(GRANTS);
    }
  }

  private static String yaml() {
    StringBuilder text = new StringBuilder("buckets: [lake]\nlocations:\n");
    for (int i = 0; i < LOCATIONS; i++) {
      text.append(
          "  - {scope: \"s3://lake/%d/\", iamRoleArn: \"%s\"}%n".formatted(i, LOCATION_ROLE));
    }
    text.append("grants:\n");
    for (int i = 0; i < GRANTS; i++) {
      text.append("  - {location: \"s3://lake/").append(i % LOCATIONS).append("/\", subPrefix: \"");
      text.append(i).append("/*\", grantee: alice, permission: READ}\n");
    }
    return text.toString();
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatExceptionOfType(S3ControlException.class)
        .isThrownBy(call)
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(409);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }
}
