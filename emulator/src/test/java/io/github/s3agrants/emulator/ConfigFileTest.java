package io.github.s3agrants.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The configuration file is parsed strictly. Every error message names file, key and allowed
 * values.
 */
final class ConfigFileTest {
  static final String VALID =
      """
      region: eu-west-1
      account: "111122223333"
      principals:
        - name: admin
          accessKey: AKIAEMULATORADMIN001
          secretKey: top-secret-1
          arn: arn:aws:iam::111122223333:user/admin
          account: "111122223333"
          administrator: true
          s3: [{scope: "s3://*", permission: READWRITE}]
        - name: session
          accessKey: ASIAEMULATORSESSION1
          secretKey: top-secret-2
          sessionToken: top-secret-token
          arn: arn:aws:sts::111122223333:assumed-role/etl/nightly
      buckets: [lake, other]
      locations:
        - {scope: "s3://", iamRoleArn: "arn:aws:iam::111122223333:role/s3ag-location-role"}
      grants:
        - {location: "s3://", subPrefix: "lake/etl/*", grantee: session, permission: READ}
        - {location: "s3://", subPrefix: "lake/one", s3PrefixType: Object, grantee: admin, permission: WRITE}
      """;

  @TempDir private Path folder;

  @Test
  void valid_file() throws Exception {
    try (AccessGrantsEmulator emulator = start(VALID)) {
      assertThat(emulator.endpoints().s3().getPort()).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "region: eu-west-1 | regio: eu-west-1 | regio: unknown key; allowed are region",
        "region: eu-west-1 | region: Europe | region: must be a region such as us-east-1",
        "region: eu-west-1 | region: [x] | region: must be text",
        "account: \"111122223333\" | account: 111122223333 | account: must be text; put numbers in quotes",
        "account: \"111122223333\" | account: \"1\" | account: must be 12 digits",
        "administrator: true | administrator: \"yes\" | principals[0].administrator: must be true or false",
        "administrator: true | admin: true | principals[0].admin: unknown key",
        "name: session | name: admin | principals[1].name: two principals are called admin",
        "accessKey: ASIAEMULATORSESSION1 | accessKey: AKIAEMULATORADMIN001 | principals[1].accessKey: used twice",
        "accessKey: ASIAEMULATORSESSION1 | accessKey: short | principals[1].accessKey: 16 to 128 letters",
        "arn: arn:aws:sts::111122223333:assumed-role/etl/nightly | arn: etl | principals[1].arn: must be arn:aws:iam",
        "'    account: \"111122223333\"' | '    account: \"999999999999\"' | principals[0].account: must be the account",
        "scope: \"s3://*\" | scope: \"*\" | principals[0].s3[0].scope: must start with s3://",
        "permission: READWRITE | permission: ALL | principals[0].s3[0].permission: must be one of [READ, WRITE",
        "buckets: [lake, other] | buckets: [Lake] | buckets[0]",
        "buckets: [lake, other] | buckets: [lake, lake] | buckets: a bucket is named twice",
        "buckets: [lake, other] | buckets: lake | buckets: must be a list",
        "grantee: session | grantee: nobody | grants[0]: grantee: must be the name of a principal",
        "'{location: \"s3://\", subPrefix: \"lake/etl/*\"' | '{subPrefix: \"lake/etl/*\"' | grants[0].location: is required",
        "subPrefix: \"lake/etl/*\" | subPrefix: \"lake/etl\" | grants[0]: The specified Access Grant is invalid: S3SubPrefix must end with *",
        "s3PrefixType: Object | s3PrefixType: Prefix | grants[1].s3PrefixType: must be Object",
        "buckets: [lake, other] | '\"buckets\": [lake' | not valid YAML in line",
      })
  void invalid_file(String replaced, String by, String complaint) {
    assertThat(VALID).contains(replaced);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(VALID.replace(replaced, by)).close())
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains(complaint)
                    .doesNotContain("top-secret")
                    .doesNotContain("\n"));
  }

  @Test
  void empty_file() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start("").close())
        .withMessageContaining("must be a mapping with the keys region, account, principals");
  }

  @Test
  void complaints_name_the_file() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start("x: y").close())
        .withMessageContaining(folder.resolve("emulator.yaml").toString());
  }

  @Test
  void a_taken_port_is_an_error_and_leaves_nothing_behind() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file = Files.writeString(folder.resolve("emulator.yaml"), VALID);
      assertThatIOException()
          .isThrownBy(
              () ->
                  AccessGrantsEmulator.builder()
                      .config(file)
                      .controlPort(taken.getLocalPort())
                      .start()
                      .close());
      assertThatIOException()
          .isThrownBy(
              () ->
                  AccessGrantsEmulator.builder()
                      .config(file)
                      .s3Port(taken.getLocalPort())
                      .start()
                      .close());
    }
  }

  private AccessGrantsEmulator start(String yaml) throws IOException {
    return AccessGrantsEmulator.builder()
        .config(Files.writeString(folder.resolve("emulator.yaml"), yaml))
        .start();
  }
}
