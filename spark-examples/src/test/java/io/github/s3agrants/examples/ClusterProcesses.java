package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The processes of {@code run-example --cluster}, and what they and their files tell. */
final class ClusterProcesses {

  private static final String EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend";
  private static final String WORKER = "org.apache.spark.deploy.worker.Worker";
  private static final String DRIVER = "org.apache.spark.deploy.SparkSubmit";

  private static final Pattern SETTINGS = Pattern.compile("--properties-file\0([^\0]+)");
  private static final Pattern SECRET =
      Pattern.compile("(?m)^(?:spark\\.authenticate\\.secret|aws_secret_access_key =) ?(\\S+)$");

  private final List<ProcessHandle> processes;
  private final Path work;
  private final List<String> secrets;

  /** The processes while the job runs. */
  ClusterProcesses(List<ProcessHandle> processes) throws IOException {
    this.processes = List.copyOf(processes);
    Matcher settings = SETTINGS.matcher(commandLine(only(DRIVER)));
    assertThat(settings.find()).isTrue();
    Path file = Path.of(settings.group(1));
    work = file.resolveSibling("");
    secrets = List.of(secret(file), secret(file.resolveSibling("analyst")));
  }

  private static String secret(Path file) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .as(file.toString())
        .isEqualTo("rw-------");
    Matcher secret = SECRET.matcher(Files.readString(file));
    assertThat(secret.find()).as("a secret in %s", file).isTrue();
    return secret.group(1);
  }

  /** One of the Workers. */
  ProcessHandle worker() throws IOException {
    return of(WORKER).get(0);
  }

  /**
   * No command line has a secret, and of all of Spark only the driver's environment leads to one.
   */
  void assertThatOnlyTheDriverHasAnIdentity() throws IOException {
    for (ProcessHandle process : processes) {
      assertNoSecret("process " + process.pid(), commandLine(process));
    }
    String identity = "AWS_SHARED_CREDENTIALS_FILE=";
    assertThat(environment(only(DRIVER))).contains(identity + work.resolve("analyst"));
    assertThat(of(EXECUTOR)).hasSize(2);
    assertThat(of(WORKER)).hasSize(2);
    for (ProcessHandle process :
        Stream.concat(of(EXECUTOR).stream(), of(WORKER).stream()).toList()) {
      assertThat(environment(process).filter(variable -> variable.startsWith("AWS_")))
          .containsExactlyInAnyOrder(
              identity + "/dev/null",
              "AWS_CONFIG_FILE=/dev/null",
              "AWS_EC2_METADATA_DISABLED=true");
    }
  }

  /** After the run: no file of the run has a secret. */
  void assertThatNoSecretIsLeft() throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertNoSecret(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
  }

  /** Unlike an assertion about the text, does not show it if it fails. */
  private void assertNoSecret(String where, String text) {
    assertThat(secrets.stream().anyMatch(text::contains)).as("a secret in " + where).isFalse();
  }

  private ProcessHandle only(String mainClass) throws IOException {
    List<ProcessHandle> found = of(mainClass);
    assertThat(found).as(mainClass).hasSize(1);
    return found.get(0);
  }

  private List<ProcessHandle> of(String mainClass) throws IOException {
    List<ProcessHandle> found = new ArrayList<>();
    for (ProcessHandle process : processes) {
      if (List.of(commandLine(process).split("\0")).contains(mainClass)) {
        found.add(process);
      }
    }
    return found;
  }

  private static String commandLine(ProcessHandle process) throws IOException {
    return Files.readString(procFile(process, "cmdline"));
  }

  private static Stream<String> environment(ProcessHandle process) throws IOException {
    return Stream.of(Files.readString(procFile(process, "environ")).split("\0"));
  }

  private static Path procFile(ProcessHandle process, String name) {
    return Path.of("/proc", Long.toString(process.pid()), name);
  }
}
