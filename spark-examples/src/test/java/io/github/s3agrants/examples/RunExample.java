package io.github.s3agrants.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code bin/run-example} in a folder, one run at a time. */
final class RunExample implements AutoCloseable {

  private static final String SCRIPT = Path.of("bin", "run-example").toAbsolutePath().toString();

  private final Path folder;
  private @Nullable Process run;

  RunExample(Path folder) {
    this.folder = folder;
  }

  /** Runs what this build has built. */
  Process startBuilt(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("--no-build", "--spark", SparkSettings.VERSION));
    all.addAll(List.of(options));
    return start(all.toArray(String[]::new));
  }

  Process start(String... options) throws IOException {
    // If the build runs with SIGINT ignored, as with nohup and &, the script would inherit that and
    // could not trap the signal.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", SCRIPT));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    run = process;
    return process;
  }

  /**
   * Reads lines into {@code output} up to the first that begins with {@code start}.
   *
   * @return the processes that run at that moment
   */
  static List<ProcessHandle> readUpTo(String start, Process process, List<String> output)
      throws IOException {
    BufferedReader lines = process.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      output.add(line);
      if (line.startsWith(start)) {
        return process.descendants().toList();
      }
    }
    throw new AssertionError("No line " + start + " in\n" + String.join("\n", output));
  }

  /**
   * One that has ended runs no command, though it counts as alive until its parent has reaped it.
   */
  static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  /** Ends what is left of the last run. */
  @Override
  public void close() {
    if (run != null) {
      run.descendants().forEach(ProcessHandle::destroyForcibly);
      run.destroyForcibly();
    }
  }
}
