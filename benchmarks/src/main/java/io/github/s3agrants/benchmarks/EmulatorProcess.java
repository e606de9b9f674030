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

/** Starts and stops an {@link EmulatorServer}. Thread-safe. */
final class EmulatorProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter commands;
  private final EmulatorEndpoints lake;

  private EmulatorProcess(Process process) throws IOException {
    this.process = process;
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    String[] endpoints = read().split(" ", -1);
    this.lake =
        new EmulatorEndpoints(
            URI.create(endpoints[0]), URI.create(endpoints[1]), URI.create(endpoints[2]));
  }

  static EmulatorProcess start() throws IOException {
    return start(0);
  }

  /**
   * Starts an emulator.
   *
   * @param grantsOfMany how many grants {@link BenchmarkPrincipals#MANY} has; with any, nobody else
   *     has one
   */
  static EmulatorProcess start(int grantsOfMany) throws IOException {
    Process process =
        Jvm.start(EmulatorServer.class, List.of("-Xmx1g"), Integer.toString(grantsOfMany));
    try {
      return new EmulatorProcess(process);
    } catch (IOException | RuntimeException e) {
      process.destroy();
      throw e;
    }
  }

  /** The emulator's URLs. */
  EmulatorEndpoints lake() {
    return lake;
  }

  /** Resets the journal. */
  void reset() throws IOException {
    tell("reset");
  }

  /** Delays every call to STS and S3 Control. */
  void latency(int millis) throws IOException {
    tell("latency " + millis);
  }

  /** Makes STS and S3 Control answer 503. */
  void fail() throws IOException {
    tell("fail");
  }

  /** Ends {@link #fail} and {@link #latency}. */
  void heal() throws IOException {
    tell("heal");
  }

  /** Sets the life of vended credentials, whatever duration is asked for. */
  void credentialLife(int seconds) throws IOException {
    tell("life " + seconds);
  }

  /** The number of S3 requests since the last reset, without the administrator's. */
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
