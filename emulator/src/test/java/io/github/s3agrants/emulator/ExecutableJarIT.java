package io.github.s3agrants.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The executable jar in a process of its own. */
final class ExecutableJarIT {
  private static final String CONFIG =
      """
      principals:
        - name: admin
          accessKey: AKIAEMULATORADMIN001
          secretKey: admin-secret
          arn: arn:aws:iam::111122223333:user/admin
          administrator: true
          s3: [{scope: "s3://*", permission: READWRITE}]
      buckets: [lake]
      """;

  @TempDir private Path folder;

  @Test
  void says_where_it_listens_answers_and_ends() throws Exception {
    Process process =
        start("--config", Files.writeString(folder.resolve("c.yaml"), CONFIG).toString());
    try (BufferedReader out = process.inputReader(UTF_8)) {
      JsonNode line = JsonMapper.shared().readTree(out.readLine());
      Endpoints endpoints =
          new Endpoints(uri(line, "s3"), uri(line, "s3control"), uri(line, "sts"));
      try (EmulatorClients clients = new EmulatorClients(endpoints)) {
        clients
            .s3(TestPrincipals.ADMIN)
            .putObject(r -> r.bucket("lake").key("a//b"), RequestBody.fromString("x"));
        assertThat(
                clients
                    .s3(TestPrincipals.ADMIN)
                    .getObjectAsBytes(r -> r.bucket("lake").key("a//b"))
                    .asUtf8String())
            .isEqualTo("x");
        assertThat(
                clients
                    .sts(EmulatorClients.credentials(TestPrincipals.ADMIN))
                    .getCallerIdentity()
                    .arn())
            .isEqualTo(TestPrincipals.ADMIN.arn());
        clients
            .control(TestPrincipals.ADMIN)
            .createAccessGrantsInstance(r -> r.accountId(TestPrincipals.ACCOUNT));
      }
      assertThat(process.toHandle().destroy()).isTrue();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(out.readLine()).isNull();
      assertThat(process.errorReader(UTF_8).lines().toList()).isEmpty();
      for (URI endpoint : List.of(endpoints.s3(), endpoints.sts())) {
        Assertions.assertThatIOException()
            .isThrownBy(
                () -> new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort()).close());
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** A full disk is in the log, and no request fails for it. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void logs_one_line_per_record_to_standard_error() throws Exception {
    Process process =
        start(
            "--config",
            Files.writeString(folder.resolve("c.yaml"), CONFIG).toString(),
            "--access-log",
            "/dev/full");
    try (BufferedReader out = process.inputReader(UTF_8)) {
      JsonNode line = JsonMapper.shared().readTree(out.readLine());
      Endpoints endpoints =
          new Endpoints(uri(line, "s3"), uri(line, "s3control"), uri(line, "sts"));
      try (EmulatorClients clients = new EmulatorClients(endpoints)) {
        clients.s3(TestPrincipals.ADMIN).headBucket(r -> r.bucket("lake"));
      }
      assertThat(process.toHandle().destroy()).isTrue();
      assertThat(process.errorReader(UTF_8).lines().toList())
          .singleElement(InstanceOfAssertFactories.STRING)
          .matches(
              "\\S+ SEVERE AuditFile: /dev/full is not complete any more \\|"
                  + " java\\.io\\.IOException: No space left on device \\| at .*");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void refuses_bad_usage_in_one_line() throws Exception {
    Path file =
        Files.writeString(folder.resolve("bad.yaml"), CONFIG.replace("buckets:", "bucket:"));
    assertFails(": bucket: unknown key; allowed are", "--config", file.toString());
    assertFails("bad.yaml", "--config", file.toString());
    assertFails("there is no such file", "--config", folder.resolve("none.yaml").toString());
    assertFails("--config: is required");
    assertFails("--s3-port: must be 0 to 65535", "--s3-port", "many");
    assertFails("--verbose: unknown option", "--verbose", "x");
  }

  private static void assertFails(String complaint, String... arguments) throws Exception {
    Process process = start(arguments);
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isNotZero();
      assertThat(process.errorReader(UTF_8).lines().toList())
          .singleElement()
          .satisfies(line -> assertThat(line).contains(complaint));
      assertThat(process.inputReader(UTF_8).lines().toList()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  private static URI uri(JsonNode line, String name) {
    return URI.create(line.get(name).asString());
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("target", "access-grants-emulator.jar").toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }
}
