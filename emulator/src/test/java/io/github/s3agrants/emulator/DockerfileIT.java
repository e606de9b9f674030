package io.github.s3agrants.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Follows the Dockerfile's steps without an engine: its files are copied below a temporary folder,
 * and its commands run there, on loopback and free ports. ContainerIT builds and runs the image
 * where an engine is.
 */
final class DockerfileIT {
  private static final List<String> DOCKERFILE = lines(Path.of("Dockerfile"));

  @TempDir private Path root;

  @Test
  void its_steps_give_a_healthy_emulator_that_is_not_root() throws Exception {
    String[] copy = instruction("COPY").split(" ", -1);
    Path jar = Path.of(below(copy[1]));
    Files.createDirectories(jar.getParent());
    Files.copy(Path.of(copy[0]), jar);
    openToAll(root);
    assertThat(instruction("EXPOSE")).isEqualTo("9900 9901");

    List<String> command = new ArrayList<>(asUser());
    command.addAll(run(words(instruction("ENTRYPOINT"))));
    command.addAll(run(words(instruction("CMD"))));
    Path errors = root.resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    try (BufferedReader out = process.inputReader(UTF_8)) {
      String first = out.readLine();
      assertThat(first).as(() -> String.join("\n", lines(errors))).isNotNull();
      JsonNode line = JsonMapper.shared().readTree(first);
      int port = URI.create(line.get("s3control").asString()).getPort();
      assertThat(health(port)).isZero();

      assertThat(process.toHandle().destroy()).isTrue();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(health(port)).isEqualTo(1);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The composition's command and ports are what the image has. */
  @Test
  void composition() throws Exception {
    JsonNode service =
        YAMLMapper.builder()
            .build()
            .readTree(Path.of("compose.yaml").toFile())
            .get("services")
            .get("emulator");
    assertThat(service.get("ports").valueStream().map(JsonNode::asString))
        .containsExactly("127.0.0.1:9900:9900", "127.0.0.1:9901:9901");
    List<String> command = new ArrayList<>(List.of(java(), "-jar"));
    command.add(Path.of("target/access-grants-emulator.jar").toAbsolutePath().toString());
    service.get("command").valueStream().map(JsonNode::asString).forEach(command::add);
    Path errors = root.resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    try (BufferedReader out = process.inputReader(UTF_8)) {
      assertThat(out.readLine()).as(() -> String.join("\n", lines(errors))).startsWith("{\"s3\":");
    } finally {
      process.destroyForcibly();
    }
  }

  private int health(int port) throws Exception {
    String health = instruction("HEALTHCHECK");
    List<String> command = new ArrayList<>(asUser());
    command.addAll(run(words(health.substring(health.indexOf('[')))));
    command.set(command.size() - 1, String.valueOf(port));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  /** Becomes the image's user, if this one may do so. */
  private static List<String> asUser() {
    String[] user = instruction("USER").split(":", -1);
    assertThat(user).hasSize(2).doesNotContain("0", "root");
    if (!System.getProperty("user.name").equals("root")) {
      return List.of();
    }
    Path setpriv = Path.of("/usr/bin/setpriv");
    assumeTrue(Files.isExecutable(setpriv), "there is no setpriv");
    return List.of(
        setpriv.toString(), "--reuid", user[0], "--regid", user[1], "--clear-groups", "--");
  }

  private List<String> run(List<String> words) {
    // In place of what is not to be had or not wanted outside a container.
    Map<String, String> here =
        Map.of("java", java(), "0.0.0.0", "127.0.0.1", "9900", "0", "9901", "0");
    return words.stream()
        .map(word -> word.startsWith("/") ? below(word) : here.getOrDefault(word, word))
        .toList();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private String below(String path) {
    return root + path;
  }

  private static List<String> words(String json) {
    return JsonMapper.shared().readTree(json).valueStream().map(JsonNode::asString).toList();
  }

  private static String instruction(String name) {
    List<String> found = DOCKERFILE.stream().filter(line -> line.startsWith(name + " ")).toList();
    assertThat(found).as(name).hasSize(1);
    return found.get(0).substring(name.length() + 1);
  }

  private static void openToAll(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setPosixFilePermissions(
            file,
            PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
