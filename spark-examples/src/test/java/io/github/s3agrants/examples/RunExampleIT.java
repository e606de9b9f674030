package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs {@code bin/run-example} as a user would, from anywhere, on what this build has made. */
class RunExampleIT {

  private static final String SCRIPT = Path.of("bin", "run-example").toAbsolutePath().toString();

  @TempDir Path elsewhere;
  private @Nullable Process run;

  @AfterEach
  void endWhatATestLeft() {
    if (run != null) {
      run.descendants().forEach(ProcessHandle::destroyForcibly);
      run.destroyForcibly();
    }
  }

  @Test
  void runsToItsEnd() throws Exception {
    Process process = start("--no-build");
    List<String> output = process.inputReader().lines().toList();

    assertThat(process.waitFor()).as(() -> String.join("\n", output)).isZero();
    assertThat(output.get(output.size() - 1))
        .matches(
            "FLIGHT DELAYS OK: 10,000 flights, [1-9]\\d* GetDataAccess calls,"
                + " 0 requests signed with base credentials");
    assertThat(elsewhere).isEmptyDirectory();
  }

  /** Ended while the emulator alone runs beside it, and while Spark does too. */
  @ParameterizedTest
  @CsvSource({"INT, '[3/5]', 130, 1", "TERM, '      read ', 143, 2"})
  void endsWhatItStartedWhenItIsEnded(String signal, String start, int status, int processes)
      throws Exception {
    Process process = start("--no-build");
    List<ProcessHandle> started = List.of();
    List<String> output = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.startsWith(start)) {
          started = process.descendants().toList();
          send(signal, process);
        }
      }
    }

    assertThat(process.waitFor()).as(() -> String.join("\n", output)).isEqualTo(status);
    assertThat(started).hasSizeGreaterThanOrEqualTo(processes);
    assertThat(started).noneMatch(ProcessHandle::isAlive);
  }

  @ParameterizedTest
  @CsvSource({
    "--help, 0, Usage: run-example",
    "--frobnicate, 1, unknown option '--frobnicate'",
    "--data, 1, --data needs a Parquet file"
  })
  void tellsWhatItTakes(String option, int status, String answer) throws Exception {
    Process process = start(option);
    String output = String.join("\n", process.inputReader().lines().toList());

    assertThat(process.waitFor()).isEqualTo(status);
    assertThat(output).contains(answer);
  }

  private Process start(String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(SCRIPT));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).directory(elsewhere.toFile()).redirectErrorStream(true).start();
    run = process;
    return process;
  }

  private static void send(String signal, Process process) throws Exception {
    Process kill =
        new ProcessBuilder("bash", "-c", "kill -" + signal + " " + process.pid())
            .inheritIO()
            .start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }
}
