package io.github.s3agrants.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of Flink's processes: a JVM with Flink's lib folder as its class path. */
final class FlinkProcess implements AutoCloseable {
  private static final long SECONDS = 90;

  private final String name;
  private final Process process;
  private final Thread reader;
  private final List<String> log = new ArrayList<>();
  private final List<Awaited> awaited = new ArrayList<>();

  private record Awaited(Pattern pattern, CompletableFuture<String> found) {
    void lookAt(String line) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.find()) {
        found.complete(matcher.group(1));
      }
    }
  }

  private FlinkProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.reader = new Thread(this::read, name + "-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a main class.
   *
   * @param arguments those of the main class
   */
  static FlinkProcess start(String name, Path conf, String main, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djava.io.tmpdir=" + conf,
                // Of env.java.opts.all, with which Flink is shipped.
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-cp",
                System.getProperty("lib.directory") + "/*",
                main));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("FLINK_CONF_DIR", conf.toString());
    return new FlinkProcess(name, builder.start());
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add(e.toString());
    }
    synchronized (log) {
      awaited.forEach(
          each -> each.found().completeExceptionally(new IOException(name + " has ended")));
    }
  }

  private void add(String line) {
    synchronized (log) {
      log.add(line);
      awaited.forEach(each -> each.lookAt(line));
    }
  }

  /** Waits for a line of the log, and returns the pattern's first group. */
  String await(String pattern) throws Exception {
    Awaited wanted = new Awaited(Pattern.compile(pattern), new CompletableFuture<>());
    synchronized (log) {
      log.forEach(wanted::lookAt);
      awaited.add(wanted);
    }
    return wanted.found().get(SECONDS, TimeUnit.SECONDS);
  }

  /** Waits for the end of the process, and returns what it printed. */
  String end() throws Exception {
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      throw new IOException(name + " has not ended");
    }
    reader.join();
    return log();
  }

  int exitCode() {
    return process.exitValue();
  }

  String log() {
    synchronized (log) {
      return String.join("\n", log);
    }
  }

  /** Ends the process, and keeps its log for people. */
  @Override
  public void close() throws IOException {
    // By the handle, which leaves the log readable to its end.
    process.toHandle().destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      reader.join();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Path logs = Files.createDirectories(Path.of(System.getProperty("processes.directory")));
    Files.writeString(logs.resolve(name + ".log"), log());
  }
}
