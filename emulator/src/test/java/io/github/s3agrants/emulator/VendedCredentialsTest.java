package io.github.s3agrants.emulator;

import static io.github.s3agrants.emulator.TestPrincipals.ADMIN;
import static io.github.s3agrants.emulator.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.model.Credentials;

/** What vended credentials may do on S3. */
final class VendedCredentialsTest {
  private static AccessGrantsEmulator emulator;
  private static TestClients clients;

  @BeforeAll
  static void start() throws Exception {
    emulator =
        AccessGrantsEmulator.builder()
            .principal(ADMIN)
            .principal(ALICE)
            .bucket("lake", "other")
            .location("s3://", TestPrincipals.LOCATION_ROLE)
            .grant("s3://", "lake/alice/*", "alice", Permission.READWRITE)
            .start();
    clients = new TestClients(emulator.endpoints());
    clients.s3(ADMIN).putObject(r -> r.bucket("lake").key("alice/a"), RequestBody.fromString("a"));
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @Test
  void readInScope() {
    Credentials vended =
        clients.vend(
            ALICE,
            "s3://lake/alice/*",
            software.amazon.awssdk.services.s3control.model.Permission.READ);
    S3Client s3 = clients.s3(TestClients.credentials(vended));
    assertThat(s3.getObjectAsBytes(r -> r.bucket("lake").key("alice/a")).asUtf8String())
        .isEqualTo("a");
    assertThat(
            emulator
                .journal()
                .service(Service.S3)
                .principal("alice")
                .signer(SignerKind.VENDED)
                .count("GetObject"))
        .isPositive();
  }
}
