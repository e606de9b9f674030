package io.github.s3agrants.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3control.model.Permission;
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
      // It comes after the answer, so it is waited for.
      BufferedReader log = process.errorReader(UTF_8);
      assertThat(log.readLine())
          .matches(
              "\\S+ SEVERE AuditFile: /dev/full is not complete any more \\|"
                  + " java\\.io\\.IOException: No space left on device \\| at .*");
      assertThat(process.toHandle().destroy()).isTrue();
      assertThat(log.lines()).isEmpty();
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

  @Test
  void refuses_what_it_cannot_use() throws Exception {
    String config = Files.writeString(folder.resolve("c.yaml"), CONFIG).toString();
    assertEquals(2, assertFails("--s3-port: needs a value", "--config", config, "--s3-port"));
    assertEquals(2, assertFails("--s3-port: must be 0 to 65535", "--s3-port", "65536"));
    assertEquals(2, assertFails("--bind: must be an address", "--demo", "--bind", "256.1.1.1"));
    assertEquals(2, assertFails("--health: needs the --control-port", "--health"));
    assertEquals(2, assertFails("--demo: is not for", "--demo", "--config", config));
    assertEquals(2, assertFails(folder + ": is a directory", "--config", folder.toString()));
    assertEquals(2, assertFails("is not text", "--config", "target/access-grants-emulator.jar"));
    assertEquals(
        2, assertFails("nothing outlives the process", "--config", config, "--state", "x.state"));
    // An address of nobody: TEST-NET-1.
    assertEquals(
        1,
        assertFails(
            "--bind: cannot listen on port 0 of 192.0.2.1", "--demo", "--bind", "192.0.2.1"));
    String log = folder.resolve("none").resolve("trail").toString();
    assertEquals(
        1, assertFails("cloudTrail: there is no directory for", "--demo", "--cloudtrail", log));
    assertEquals(
        1, assertFails("accessLog: cannot append to", "--demo", "--access-log", folder.toString()));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      for (String option : List.of("--s3-port", "--control-port")) {
        String complaint = option + ": cannot listen on port " + port + " of 127.0.0.1: ";
        assertEquals(1, assertFails(complaint, "--config", config, option, port));
      }
    }
  }

  @Test
  void help_and_version() throws Exception {
    assertThat(output("--help"))
        .contains("--config", "--demo", "--bind", "--s3-port", "--control-port", "--cloudtrail")
        .contains("--access-log", "--version")
        .doesNotContain("--state");
    assertThat(output("--version").strip())
        .matches("access-grants-emulator \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }

  @Test
  void the_commands_of_the_demo_work() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
    Path commands = folder.resolve("commands.sh");
    Process process = start(List.of("--demo"), commands);
    try (BufferedReader out = process.inputReader(UTF_8)) {
      JsonNode line = JsonMapper.shared().readTree(out.readLine());
      Process shell =
          new ProcessBuilder("bash", "-e", commands.toString()).redirectErrorStream(true).start();
      try (BufferedReader said = shell.inputReader(UTF_8)) {
        List<String> lines = said.lines().toList();
        assertThat(lines).first().isEqualTo("Alice may read this.");
        assertThat(String.join("", lines)).contains("<Code>AccessDenied</Code>");
        assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).isZero();
      } finally {
        shell.destroyForcibly();
      }
      Endpoints endpoints =
          new Endpoints(uri(line, "s3"), uri(line, "s3control"), uri(line, "sts"));
      Principal bob =
          Principal.of(
              "bob", "AKIAEMULATORBOB00001", "bob-secret", "arn:aws:iam::111122223333:user/Bob");
      try (EmulatorClients clients = new EmulatorClients(endpoints)) {
        var vended = clients.vend(bob, "s3://doc-bucket-example/bob/*", Permission.READWRITE);
        assertThat(
                clients
                    .s3(EmulatorClients.credentials(vended))
                    .getObjectAsBytes(r -> r.bucket("doc-bucket-example").key("bob/notes.txt"))
                    .asUtf8String())
            .startsWith("Bob may");
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void another_address_with_a_warning() throws Exception {
    Path errors = folder.resolve("errors");
    Process process = start(List.of("--demo", "--bind", "0.0.0.0"), errors);
    try (BufferedReader out = process.inputReader(UTF_8)) {
      JsonNode line = JsonMapper.shared().readTree(out.readLine());
      assertThat(uri(line, "s3").getHost()).isEqualTo("127.0.0.1");
      assertThat(uri(line, "sts").getHost()).isEqualTo("127.0.0.1");
      assertThat(Files.readString(errors)).contains("warning: it listens on 0.0.0.0");
      // Another address of this machine, and another of loopback.
      for (String name : List.of("s3", "s3control")) {
        try (Socket socket = new Socket()) {
          socket.connect(new InetSocketAddress("127.0.0.2", uri(line, name).getPort()));
        }
      }
    } finally {
      process.destroyForcibly();
    }
    Process loopback = start(List.of("--demo", "--bind", "127.0.0.2"), errors);
    try (BufferedReader out = loopback.inputReader(UTF_8)) {
      JsonNode line = JsonMapper.shared().readTree(out.readLine());
      for (String name : List.of("s3", "s3control")) {
        assertThat(uri(line, name).getHost()).isEqualTo("127.0.0.2");
        try (Socket socket = new Socket()) {
          socket.connect(new InetSocketAddress("127.0.0.2", uri(line, name).getPort()));
        }
        InetSocketAddress elsewhere =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), uri(line, name).getPort());
        Assertions.assertThatIOException()
            .isThrownBy(
                () -> {
                  try (Socket socket = new Socket()) {
                    socket.connect(elsewhere);
                  }
                });
      }
      assertThat(Files.readString(errors)).doesNotContain("warning");
    } finally {
      loopback.destroyForcibly();
    }
  }

  private static String output(String... arguments) throws Exception {
    Process process = start(arguments);
    try (BufferedReader out = process.inputReader(UTF_8)) {
      String said = out.lines().collect(Collectors.joining("\n"));
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  private static int assertFails(String complaint, String... arguments) throws Exception {
    Process process = start(arguments);
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isNotZero();
      assertThat(process.errorReader(UTF_8).lines().toList())
          .singleElement()
          .satisfies(line -> assertThat(line).contains(complaint));
      assertThat(process.inputReader(UTF_8).lines().toList()).isEmpty();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static URI uri(JsonNode line, String name) {
    return URI.create(line.get(name).asString());
  }

  private static Process start(String... arguments) throws IOException {
    return command(List.of(arguments)).start();
  }

  private static Process start(List<String> arguments, Path errors) throws IOException {
    return command(arguments).redirectError(errors.toFile()).start();
  }

  private static ProcessBuilder command(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("target", "access-grants-emulator.jar").toString()));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }
}
