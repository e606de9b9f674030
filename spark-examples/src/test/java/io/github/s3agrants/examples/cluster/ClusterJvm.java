package io.github.s3agrants.examples.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A daemon of the cluster and the processes that it starts. It has no AWS identity. */
final class ClusterJvm implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  private final Process process;
  private final Path log;

  private ClusterJvm(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a daemon, which writes this log. */
  static ClusterJvm start(ProcessBuilder builder, Path log) throws IOException {
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

  /** The processes that it, and those that they, have started and that run. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  @Override
  public void close() {
    List<ProcessHandle> started = descendants();
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
