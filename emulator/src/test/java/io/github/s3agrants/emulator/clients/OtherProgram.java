package io.github.s3agrants.emulator.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.testkit.TestPrincipals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of others, each run until it ends. */
final class OtherProgram {
  /** The keys of the administrator and of a user, for the workflows in other languages. */
  static final Map<String, String> KEYS =
      Map.of(
          "ADMIN_KEY", TestPrincipals.ADMIN.accessKey(),
          "ADMIN_SECRET", TestPrincipals.ADMIN.secretKey(),
          "USER_KEY", TestPrincipals.ALICE.accessKey(),
          "USER_SECRET", TestPrincipals.ALICE.secretKey());

  private OtherProgram() {}

  /** What a program has printed when it has ended. */
  record Outcome(int exit, String output, String errors) {
    /** All that it has printed, to look for what went wrong. */
    String all() {
      return errors + output;
    }
  }

  /**
   * Runs a program, which gets no input.
   *
   * @param folder its working directory
   * @param seconds how long it may take
   * @param environment added to that of this JVM
   * @throws java.io.IOException if there is no such program
   */
  static Outcome run(
      Path folder, long seconds, Map<String, String> environment, List<String> command)
      throws Exception {
    Path output = Files.createTempFile("client", ".out");
    Path errors = Files.createTempFile("client", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      try {
        process.getOutputStream().close();
        assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
            .as("%s ends within %s s", command.get(0), seconds)
            .isTrue();
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      return new Outcome(
          process.exitValue(), Files.readString(output, UTF_8), Files.readString(errors, UTF_8));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }
}
