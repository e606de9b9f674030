package io.github.s3agrants.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An {@link EmulatorServer} that this process started, and ends. Thread-safe. */
final class EmulatorProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter commands;
  private final Lake lake;

  private EmulatorProcess(Process process) throws IOException {
    this.process = process;
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    String[] endpoints = read().split(" ", -1);
    this.lake =
        new Lake(URI.create(endpoints[0]), URI.create(endpoints[1]), URI.create(endpoints[2]));
  }

  static EmulatorProcess start() throws IOException {
    Process process = Jvm.start(EmulatorServer.class, List.of("-Xmx1g"));
    try {
      return new EmulatorProcess(process);
    } catch (IOException | RuntimeException e) {
      process.destroy();
      throw e;
    }
  }

  /** Where it listens. */
  Lake lake() {
    return lake;
  }

  /** Forgets the calls so far. */
  void reset() throws IOException {
    tell("reset");
  }

  /** Has every call to STS and S3 Control wait. */
  void latency(int millis) throws IOException {
    tell("latency " + millis);
  }

  /** Has STS and S3 Control answer 503. */
  void fail() throws IOException {
    tell("fail");
  }

  /** Ends what {@link #fail} and {@link #latency} began. */
  void heal() throws IOException {
    tell("heal");
  }

  /** Vended credentials live this long, whatever is asked for. */
  void credentialLife(int seconds) throws IOException {
    tell("life " + seconds);
  }

  /** All requests to S3 since the last reset, the administrator's apart. */
  long s3Requests() throws IOException {
    return Long.parseLong(ask("s3"));
  }

  CallCounts counts() throws IOException {
    return CallCounts.parse(ask("counts"));
  }

  private void tell(String command) throws IOException {
    String answer = ask(command);
    BenchmarkException.unless(answer.equals("ok"), command + ": " + answer);
  }

  private synchronized String ask(String command) throws IOException {
    commands.write(command);
    commands.newLine();
    commands.flush();
    return read();
  }

  private String read() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the emulator's process has ended");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    commands.close();
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
