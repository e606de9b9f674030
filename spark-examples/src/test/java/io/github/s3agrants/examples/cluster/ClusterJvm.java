package io.github.s3agrants.examples.cluster;

import io.github.s3agrants.examples.SparkJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A daemon of the cluster and the processes that it starts. It has no AWS identity. */
final class ClusterJvm implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  private final Process process;
  private final Path log;

  private ClusterJvm(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a daemon.
   *
   * @param name of its log
   * @param command the main class and its arguments
   */
  static ClusterJvm start(
      Path work, String name, List<String> command, Map<String, String> environment)
      throws IOException {
    Path log = work.resolve(name + ".log");
    ProcessBuilder builder =
        SparkJvm.command("", List.of("-Xmx256m", "-Djava.io.tmpdir=" + work), command, log)
            .redirectErrorStream(true)
            .redirectOutput(work.resolve(name + ".out").toFile());
    builder.environment().putAll(environment);
    return new ClusterJvm(builder.start(), log);
  }

  /** Waits for the first match in the log, and returns its first group. */
  String awaitInLog(Pattern pattern) throws IOException, InterruptedException {
    return Deadline.await(pattern + " in " + log, () -> inLog(pattern));
  }

  private Optional<String> inLog(Pattern pattern) throws IOException {
    if (!process.isAlive()) {
      throw new IOException("It ended with " + process.exitValue() + ": " + log);
    }
    if (!Files.exists(log)) {
      return Optional.empty();
    }
    Matcher matcher = pattern.matcher(Files.readString(log, StandardCharsets.UTF_8));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The processes that it has started and that run. */
  Stream<ProcessHandle> children() {
    return process.children();
  }

  @Override
  public void close() {
    List<ProcessHandle> started = process.descendants().toList();
    end(process);
    started.forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends a process, by force if need be. */
  static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
