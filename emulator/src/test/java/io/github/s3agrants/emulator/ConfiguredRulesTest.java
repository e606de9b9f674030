package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3control.model.Permission;

/** The keys of the configuration file that say who may do what. */
final class ConfiguredRulesTest {
  private static final String BASE =
      """
      principals:
        - {name: admin, accessKey: %s, secretKey: %s, arn: "%s", administrator: true}
        - {name: alice, accessKey: %s, secretKey: %s, arn: "%s"}
        - {name: stranger, accessKey: AKIASTRANGER00000001, secretKey: stranger-secret,
           arn: "arn:aws:iam::444455556666:user/stranger", s3: [{scope: "s3://*", permission: READWRITE}]}
      locations:
        - {scope: "s3://", iamRoleArn: "%s"}
      grants:
        - {location: "s3://", subPrefix: "lake/p*", grantee: alice, permission: READ}
        - {location: "s3://", subPrefix: "lake/one", s3PrefixType: Object, grantee: alice, permission: READ}
      """
          .formatted(
              ADMIN.accessKey(),
              ADMIN.secretKey(),
              ADMIN.arn(),
              ALICE.accessKey(),
              ALICE.secretKey(),
              ALICE.arn(),
              TestPrincipals.LOCATION_ROLE);

  @TempDir private Path folder;

  private AccessGrantsEmulator start(String more) throws Exception {
    Path file = folder.resolve("emulator.yaml");
    Files.writeString(file, BASE + more);
    return AccessGrantsEmulator.builder().config(file).start();
  }

  @Test
  void settings_of_buckets() throws Exception {
    try (AccessGrantsEmulator emulator =
            start(
                """
                buckets:
                  - lake
                  - {name: paid, requesterPays: true}
                  - {name: theirs, account: "444455556666", requesterPays: true}
                  - {name: open, publicRead: true, requesterPays: false, versioning: Suspended}
                """);
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      S3Client stranger =
          clients.s3(
              Principal.of(
                  "stranger",
                  "AKIASTRANGER00000001",
                  "stranger-secret",
                  "arn:aws:iam::444455556666:user/stranger"));
      denied(() -> stranger.listObjectsV2(r -> r.bucket("paid")));
      assertThat(
              stranger
                  .listObjectsV2(r -> r.bucket("paid").requestPayer(RequestPayer.REQUESTER))
                  .requestChargedAsString())
          .isEqualTo("requester");
      assertThat(stranger.listObjectsV2(r -> r.bucket("theirs")).requestChargedAsString()).isNull();
      // Alice has no access of her own but to what is public.
      S3Client alice = clients.s3(ALICE);
      assertThat(alice.listObjectsV2(r -> r.bucket("open")).keyCount()).isZero();
      denied(() -> alice.listObjectsV2(r -> r.bucket("lake")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 404, 403",
    "'missingKey: listing', 404, 403",
    "'missingKey: 404', 404, 404",
    "'missingKey: 403', 403, 403",
  })
  void missing_key(String more, int inPrefix, int object) throws Exception {
    try (AccessGrantsEmulator emulator = start("buckets: [lake]\n" + more + "\n");
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      S3Client prefix =
          clients.s3(
              EmulatorClients.credentials(clients.vend(ALICE, "s3://lake/p*", Permission.READ)));
      S3Client one =
          clients.s3(
              EmulatorClients.credentials(
                  clients.vendObject(ALICE, "s3://lake/one", Permission.READ)));
      assertThat(headStatus(prefix, "p1")).isEqualTo(inPrefix);
      assertThat(headStatus(one, "one")).isEqualTo(object);
    }
  }

  private static int headStatus(S3Client s3, String key) {
    try {
      s3.headObject(r -> r.bucket("lake").key(key));
      return 200;
    } catch (S3Exception e) {
      return e.statusCode();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', s3://lake/p*",
    "'matchedGrantTarget: plain', s3://lake/p*",
    "'matchedGrantTarget: concatenated', s3://lake/p**",
  })
  void matched_grant_target(String more, String expected) throws Exception {
    try (AccessGrantsEmulator emulator = start("buckets: [lake]\n" + more + "\n");
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      assertThat(
              clients
                  .control(ALICE)
                  .getDataAccess(EmulatorClients.request("s3://lake/p1*", Permission.READ))
                  .matchedGrantTarget())
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'buckets: [{name: lake, versioning: On}]', versioning, Enabled",
    "'buckets: [{name: lake, publicRead: 1}]', publicRead, true",
    "'buckets: [{name: lake, requesterPays: 1}]', requesterPays, true",
    "'matchedGrantTarget: both', matchedGrantTarget, concatenated",
    "'missingKey: never', missingKey, listing",
  })
  void what_is_not_allowed(String more, String key, String allowed) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(more + "\n"))
        .withMessageContaining("emulator.yaml")
        .withMessageContaining(key)
        .withMessageContaining(allowed);
  }

  private static void denied(Runnable call) {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(call::run)
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
  }
}
