package io.github.s3agrants.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.EmulatorClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3control.model.Permission;
import software.amazon.awssdk.services.s3control.model.S3ControlException;

/** The keys of the configuration file for accounts, roles and the corporate directory. */
final class ConfigFileGrantsTest {
  private static final String VALID =
      """
      account: "111122223333"
      principals:
        - name: admin
          accessKey: AKIAEMULATORADMIN001
          secretKey: top-secret
          arn: arn:aws:iam::111122223333:user/admin
          administrator: true
        - name: diana
          accessKey: AKIAEMULATORDIANA001
          secretKey: top-secret
          arn: arn:aws:iam::111122223333:role/web
          directory:
            user: a1b2c3d4-5678-90ab-cdef-000000000001
            groups: [01234567-89ab-cdef-0123-456789abcdef]
            application: arn:aws:sso::111122223333:application/ssoins-1/apl-1
        - name: stranger
          accessKey: AKIAEMULATORSTRANGER
          secretKey: top-secret
          arn: arn:aws:iam::444455556666:user/stranger
      buckets:
        - lake
        - {name: theirs, account: "444455556666"}
      roles:
        - arn: arn:aws:iam::111122223333:role/analyst
          trusts: [diana]
          administrator: false
          s3: [{scope: "s3://lake/*", permission: READ}]
          maxSessionSeconds: 7200
      instances:
        - identityCenter: arn:aws:sso:::instance/ssoins-1234567890abcdef
          resourcePolicy: '{"Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:GetDataAccess","Resource":"*"}}'
          organization: o-1234567890
      locations:
        - {scope: "s3://", iamRoleArn: "arn:aws:iam::111122223333:role/s3ag"}
        - {scope: "s3://", iamRoleArn: "arn:aws:iam::444455556666:role/s3ag", account: "444455556666"}
      grants:
        - {location: "s3://", subPrefix: "lake/u/*", granteeType: DIRECTORY_USER, grantee: a1b2c3d4-5678-90ab-cdef-000000000001, permission: READ, application: "arn:aws:sso::111122223333:application/ssoins-1/apl-1"}
        - {location: "s3://", subPrefix: "lake/s/*", grantee: stranger, permission: READ}
        - {location: "s3://", subPrefix: "theirs/*", grantee: stranger, permission: WRITE, account: "444455556666"}
      """;

  private static final Principal DIANA =
      Principal.of(
              "diana", "AKIAEMULATORDIANA001", "top-secret", "arn:aws:iam::111122223333:role/web")
          .withDirectory(new DirectoryIdentity(null, List.of(), null));
  private static final Principal STRANGER =
      Principal.of(
          "stranger",
          "AKIAEMULATORSTRANGER",
          "top-secret",
          "arn:aws:iam::444455556666:user/stranger");

  @TempDir Path folder;

  @Test
  void every_key() throws Exception {
    try (AccessGrantsEmulator emulator = start(VALID);
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      assertThat(clients.vend(DIANA, "s3://lake/u/x", Permission.READ)).isNotNull();
      assertThat(clients.vend(STRANGER, "s3://lake/s/x", Permission.READ)).isNotNull();
      var theirs =
          EmulatorClients.request("s3://theirs/x", Permission.WRITE).toBuilder()
              .accountId("444455556666")
              .build();
      assertThat(clients.control(STRANGER).getDataAccess(theirs).matchedGrantTarget())
          .isEqualTo("s3://theirs/*");
      assertThatExceptionOfType(S3ControlException.class)
          .isThrownBy(() -> clients.vend(DIANA, "s3://lake/s/x", Permission.READ));
      var session =
          clients
              .sts(EmulatorClients.credentials(DIANA))
              .assumeRole(
                  r ->
                      r.roleArn("arn:aws:iam::111122223333:role/analyst")
                          .roleSessionName("x1")
                          .durationSeconds(7200));
      assertThat(session.assumedRoleUser().arn()).endsWith("assumed-role/analyst/x1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "account: \"444455556666\"}|account: \"4\"}|buckets[1].account: must be 12 digits",
        "name: theirs|names: theirs|buckets[1].names: unknown key",
        "maxSessionSeconds: 7200|maxSessionSeconds: 60|roles[0].maxSessionSeconds: must be 3600",
        "maxSessionSeconds: 7200|maxSessionSeconds: long|roles[0].maxSessionSeconds: must be a number",
        "arn: arn:aws:iam::111122223333:role/analyst|arn: analyst|roles[0].arn: must be arn:aws:iam",
        "trusts: [diana]|trusts: diana|roles[0].trusts: must be a list",
        "user: a1b2c3d4-5678-90ab-cdef-000000000001|user: diana|principals[1].directory.user: must be a UUID",
        "application: arn:aws:sso::111122223333|application: arn|principals[1].directory.application: must be",
        "granteeType: DIRECTORY_USER|granteeType: USER|grants[0].granteeType: must be one of",
        "organization: o-1234567890|organization: o|instances[0]: Organization",
        "Effect\":\"Allow|Effect\":\"Maybe|instances[0]: The specified Resource Policy is invalid",
        "identityCenter: arn:aws:sso:::instance|identityCenter: arn:aws:sso:::x|instances[0]: IdentityCenterArn",
      })
  void invalid(String replaced, String by, String complaint) {
    assertThat(VALID).contains(replaced);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(VALID.replace(replaced, by)).close())
        .satisfies(
            e -> assertThat(e.getMessage()).contains(complaint).doesNotContain("top-secret"));
  }

  private AccessGrantsEmulator start(String yaml) throws IOException {
    return AccessGrantsEmulator.builder()
        .config(Files.writeString(folder.resolve("emulator.yaml"), yaml))
        .start();
  }
}
