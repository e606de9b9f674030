package io.github.s3agrants.examples.cluster;

import io.github.s3agrants.examples.SparkJvm;
import io.github.s3agrants.examples.SparkSettings;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** The folder with the configuration of YARN, if the application runs there. */
  private static final String HADOOP = "HADOOP_CONF_DIR";

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

  /** What jobs have said in an output. */
  static List<String> said(List<String> output) {
    return output.stream()
        .filter(line -> line.startsWith(MARK))
        .map(line -> line.substring(MARK.length()))
        .toList();
  }

  /**
   * Submits an application.
   *
   * @param work the folder for its logs
   * @param environment of {@code spark-submit}, and so of a driver in the same JVM
   * @param jar of the application, or {@code spark-internal} if its classes are on the class path
   */
  static SparkApplication submit(
      Path work,
      SparkSettings settings,
      Map<String, String> environment,
      String main,
      String jar,
      List<String> arguments)
      throws IOException {
    return submit(SparkJvm.home(), work, settings, environment, main, jar, arguments);
  }

  /** The same, with the jars of another {@code SPARK_HOME}. */
  static SparkApplication submit(
      Path home,
      Path work,
      SparkSettings settings,
      Map<String, String> environment,
      String main,
      String jar,
      List<String> arguments)
      throws IOException {
    Path log = work.resolve("driver.log");
    String properties = settings.write(work.resolve("application.properties")).toString();
    List<String> command = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--properties-file", properties, "--class", main, jar));
    command.addAll(arguments);
    String classPath =
        environment.containsKey(HADOOP)
            ? environment.get(HADOOP) + File.pathSeparator + settings.classPath()
            : settings.classPath();
    ProcessBuilder builder =
        SparkJvm.command(
                home, classPath, List.of("-Xmx1g", "-Djava.io.tmpdir=" + work), command, log)
            .redirectError(work.resolve("driver.err").toFile());
    builder.environment().putAll(environment);
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

  /** Stops all threads of the driver, as a long pause of its garbage collector does. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("bash", "-c", "kill -" + name + " " + driver.pid()).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("No signal " + name + " for " + driver.pid());
    }
  }

  @Override
  public void close() {
    ClusterJvm.end(driver);
  }
}
