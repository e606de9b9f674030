package io.github.s3agrants.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.EmulatorClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

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
        "buckets: [lake, other] | buckets: [lake, lake] | buckets[1].name: two buckets are called lake",
        "buckets: [lake, other] | buckets: [lake, \"\"] | buckets[1]: must be 3 to 63 lower-case letters",
        "buckets: [lake, other] | buckets: lake | buckets: must be a list",
        "grantee: session | grantee: nobody | grants[0]: grantee: must be the name of a principal",
        "'{location: \"s3://\", subPrefix: \"lake/etl/*\"' | '{subPrefix: \"lake/etl/*\"' | grants[0].location: is required",
        "subPrefix: \"lake/etl/*\" | subPrefix: \"lake/etl\" | grants[0]: The specified Access Grant is invalid: S3SubPrefix must end with *",
        "s3PrefixType: Object | s3PrefixType: Prefix | grants[1].s3PrefixType: must be Object",
        "buckets: [lake, other] | '\"buckets\": [lake' | not valid YAML in line",
        "buckets: [lake, other] | buckets: [lake, [other]] | buckets[1]: must be the name of a bucket, or a mapping",
        "buckets: [lake, other] | buckets: [lake, null] | buckets[1]: must be",
        "buckets: [lake, other] | buckets: [lake, 12] | buckets[1]: must be",
        "buckets: [lake, other] | buckets: [lake, *other] | buckets[1]: must not be an alias",
        "buckets: [lake, other] | buckets: [lake, !java other] | buckets[1]: must not have a tag",
        "buckets: [lake, other] | 'buckets: [lake, {name: x, name: y}]' | buckets[1].name: is there twice",
        "buckets: [lake, other] | buckets: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] | nested too deeply",
        "name: session | name: 12 | principals[1].name: must be text",
        "name: session | name: true | principals[1].name: must be text",
        "name: session | name: null | principals[1].name: is required",
        "name: session | named: session | principals[1].named: unknown key; allowed are name, accessKey",
        "secretKey: top-secret-2 | secretKey: \"\" | principals[1].secretKey: must not be empty",
        "administrator: true | administrator: 1 | principals[0].administrator: must be true or false",
        "region: eu-west-1 | state: emulator.state | state: is no longer a key: nothing outlives the process. List",
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "region: eu-west-1|regio: x|:1: regio: unknown key",
        "region: eu-west-1|'roles: [{arn: \"arn:aws:iam::111122223333:role/r\", trusts: [session, nobody]}]'|:1: roles[0]: trusts: must be the name",
        "secretKey: top-secret-2|secretKey: [top-secret-2]|:13: principals[1].secretKey: must be text",
        "arn: arn:aws:sts::111122223333:assumed-role/etl/nightly|arn: top-secret|:15: principals[1].arn: must be",
        "name: session|# top-secret|:12: principals[1].name: is required",
        "buckets: [lake, other]|buckets: [lake, Other]|:16: buckets[1]: must be 3 to 63",
        "grantee: session, permission: READ|grantee: session|:20: grants[0].permission: is required",
        "grantee: session|grantee: nobody|:20: grants[0]: grantee: must be the name of a principal",
        "location: \"s3://\", subPrefix: \"lake/one\"|location: \"s3://lake\", subPrefix: one|:21: grants[1]: location: must be",
        "iamRoleArn: \"arn:aws:iam::111122223333:role/s3ag-location-role\"|iamRoleArn: x|:18: locations[0]: The specified IAM",
      })
  void complaints_name_the_line(String replaced, String by, String complaint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(VALID.replace(replaced, by)).close())
        .withMessageContaining(folder.resolve("emulator.yaml") + complaint)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("[top-secret"));
  }

  @Test
  void a_second_document_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(VALID + "---\nregion: eu-west-1\n").close())
        .withMessageContaining("must be one YAML document");
  }

  @Test
  void aliases_cannot_multiply() {
    StringBuilder laughs = new StringBuilder("region: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      laughs.append("k%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(laughs.toString()).close())
        .withMessageContaining(":2: k1[0]: must not be an alias");
  }

  @Test
  void neither_a_directory_nor_a_binary_file() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccessGrantsEmulator.builder().config(folder))
        .withMessage(folder + ": is a directory; must be a YAML file");
    Path binary = folder.resolve("emulator.yaml");
    Files.write(binary, new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccessGrantsEmulator.builder().config(binary))
        .withMessage(binary + ": is not text; must be a YAML file in UTF-8");
    Files.write(binary, new byte[] {'a', ':', 0, 1, 2});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccessGrantsEmulator.builder().config(binary))
        .withMessageStartingWith(binary + ": not valid YAML")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void objects() throws Exception {
    Files.createDirectories(folder.resolve("data/day=1"));
    Files.writeString(folder.resolve("data/day=1/part-0"), "zero");
    Files.writeString(folder.resolve("data/_SUCCESS"), "");
    try (AccessGrantsEmulator emulator =
            start(
                VALID
                    + """
                    objects:
                      - {bucket: lake, key: alice/report, content: "42"}
                      - {bucket: lake, key: "a//ü*", file: data/day=1/part-0}
                      - {bucket: other, directory: data}
                      - {bucket: other, directory: data/, prefix: table/}
                    """);
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      S3Client s3 =
          clients.s3(
              Principal.of(
                  "admin",
                  "AKIAEMULATORADMIN001",
                  "top-secret-1",
                  "arn:aws:iam::111122223333:user/admin"));
      assertThat(s3.getObjectAsBytes(r -> r.bucket("lake").key("alice/report")).asUtf8String())
          .isEqualTo("42");
      assertThat(s3.getObjectAsBytes(r -> r.bucket("lake").key("a//ü*")).asUtf8String())
          .isEqualTo("zero");
      assertThat(s3.listObjectsV2(r -> r.bucket("other")).contents())
          .extracting(S3Object::key)
          .containsExactly("_SUCCESS", "day=1/part-0", "table/_SUCCESS", "table/day=1/part-0");
      assertThat(emulator.journal().count("PutObject")).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{bucket: lake, key: k}|:23: objects[0].content: there must be one of content, file and directory",
        "{bucket: lake, key: k, content: x, file: y}|:23: objects[0].content: there must be one of",
        "{key: k, content: x}|:23: objects[0].bucket: is required",
        "{bucket: lake, content: x}|:23: objects[0].key: is required",
        "{bucket: lake, key: \"\", content: x}|:23: objects[0].key: must have 1 to 1024 bytes",
        "{bucket: lake, key: k, content: 42}|:23: objects[0].content: must be text; put numbers in quotes",
        "{bucket: lake, key: k, file: none}|:23: objects[0].file: there is no file",
        "{bucket: lake, key: k, directory: none}|:23: objects[0].key: is not for a directory",
        "{bucket: lake, key: k, prefix: p, content: x}|:23: objects[0].prefix: is only for a directory",
        "{bucket: lake, directory: none}|:23: objects[0].directory: there is no directory",
        "{bucket: elsewhere, key: k, content: x}|:23: objects[0].bucket: there is no bucket elsewhere",
      })
  void invalid_object(String object, String complaint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(VALID + "objects:\n  - " + object + "\n").close())
        .withMessageContaining(complaint);
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
