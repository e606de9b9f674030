package io.github.s3agrants.examples.cluster;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.examples.SparkJvm;
import io.github.s3agrants.examples.SparkSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An application as {@code spark-submit} runs it; its driver is a JVM of its own. */
final class SparkApplication implements AutoCloseable {

  /** The start of the lines that a job prints for the test. */
  private static final String MARK = "@ ";

  private static final String END = "";

  private final Process driver;
  private final Path log;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final Queue<String> output = new ConcurrentLinkedQueue<>();
  private final Thread reader = new Thread(this::read, "output");

  private SparkApplication(Process driver, Path log) {
    this.driver = driver;
    this.log = log;
  }

  /** A line that the test gets from {@link #next}; called by jobs. */
  static void say(String line) {
    System.out.println(MARK + line);
  }

  /**
   * Submits a job of the tests.
   *
   * @param work an empty folder for the logs
   * @param user whose identity the driver, and nothing else, has in its environment
   */
  static SparkApplication submit(
      Path work, SparkSettings settings, Principal user, Class<?> main, String... arguments)
      throws IOException {
    return submit(work, settings, user, main.getName(), "spark-internal", arguments);
  }

  /** Submits a class of an application's jar. */
  static SparkApplication submit(
      Path work,
      SparkSettings settings,
      Principal user,
      String main,
      String jar,
      String... arguments)
      throws IOException {
    Files.createDirectories(work);
    Path log = work.resolve("driver.log");
    String properties = settings.write(work.resolve("application.properties")).toString();
    List<String> command = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--properties-file", properties, "--class", main, jar));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        SparkJvm.command(settings.classPath(), List.of("-Xmx1g"), command, log)
            .redirectError(work.resolve("driver.err").toFile());
    builder.environment().putAll(StandaloneCluster.home());
    SparkJvm.identify(builder, user);
    SparkApplication application = new SparkApplication(builder.start(), log);
    application.reader.setDaemon(true);
    application.reader.start();
    return application;
  }

  private void read() {
    try (BufferedReader lines = driver.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.startsWith(MARK)) {
          said.add(line.substring(MARK.length()));
        }
      }
    } catch (IOException e) {
      // The driver has been killed.
    } finally {
      said.add(END);
    }
  }

  /** The next line that the job says. */
  String next() throws IOException, InterruptedException {
    @Nullable String line = said.poll(Deadline.LONG.toSeconds(), TimeUnit.SECONDS);
    if (line == null || line.equals(END)) {
      throw new IOException("Nothing said: " + log);
    }
    return line;
  }

  /**
   * Waits for the end of the driver.
   *
   * @return its output
   * @throws IOException if it failed
   */
  List<String> awaitEnd() throws IOException, InterruptedException {
    reader.join(Deadline.LONG.toMillis());
    if (!driver.waitFor(Deadline.LONG.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException("Still running: " + log);
    }
    if (driver.exitValue() != 0) {
      throw new IOException("Ended with " + driver.exitValue() + ": " + log);
    }
    return List.copyOf(output);
  }

  long pid() {
    return driver.pid();
  }

  @Override
  public void close() {
    ClusterJvm.end(driver);
  }
}
