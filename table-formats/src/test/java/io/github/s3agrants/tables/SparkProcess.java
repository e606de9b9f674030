package io.github.s3agrants.tables;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.examples.EmulatorJar;
import io.github.s3agrants.examples.SparkJvm;
import io.github.s3agrants.examples.SparkSettings;
import io.github.s3agrants.examples.cluster.Deadline;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program of Spark's in its own process, as one user. Closing it ends the process. */
final class SparkProcess implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 120;

  private final Process process;
  private final Path output;
  private final Path log;

  private SparkProcess(Process process, Path output, Path log) {
    this.process = process;
    this.output = output;
    this.log = log;
  }

  /** Jars that this build has put aside, because they are for one version of Spark. */
  static List<Path> jars(String folder) throws IOException {
    try (Stream<Path> jars = Files.list(SparkSettings.BUILD.resolve(folder))) {
      return jars.sorted().toList();
    }
  }

  /**
   * Starts it with the class path of the tests.
   *
   * @param jars more of the class path
   * @param settings of Spark, with {@code {work}} for a local folder
   * @param command the main class and its arguments
   */
  static SparkProcess start(
      EmulatorJar emulator,
      Principal user,
      List<Path> jars,
      Map<String, String> settings,
      List<String> command)
      throws IOException {
    Path builds = Files.createDirectories(SparkSettings.BUILD.resolve("processes"));
    Path work = Files.createTempDirectory(builds, user.name());
    List<String> words = SparkJvm.java();
    words.add("-Xmx1g");
    words.add("-Djava.io.tmpdir=" + work);
    words.add("-Dderby.stream.error.file=" + work.resolve("derby.log"));
    words.add("-Dlog4j2.configurationFile=processes-log4j2.properties");
    Map<String, String> all = defaults(work, emulator);
    all.putAll(settings);
    all.forEach(
        (key, value) -> words.add("-D" + key + "=" + value.replace("{work}", work.toString())));
    List<String> path = new ArrayList<>(jars.stream().map(Path::toString).toList());
    path.add(System.getProperty("java.class.path"));
    words.addAll(List.of("-cp", String.join(File.pathSeparator, path)));
    words.addAll(command);
    Path output = work.resolve("output.txt");
    Path log = work.resolve("log.txt");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(work.toFile())
            .redirectOutput(output.toFile())
            .redirectError(log.toFile());
    SparkJvm.clean(builder.environment());
    SparkJvm.identify(builder.environment(), user);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return new SparkProcess(builder.start(), output, log);
  }

  private static Map<String, String> defaults(Path work, EmulatorJar emulator) {
    Map<String, String> settings = new TreeMap<>();
    // Tasks side by side would make the number of requests a matter of chance.
    settings.put("spark.master", "local[1]");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.local.dir", work.resolve("local").toString());
    settings.put("spark.sql.warehouse.dir", work.resolve("warehouse").toString());
    settings.put("spark.sql.shuffle.partitions", "2");
    Lakehouse.s3a(work, emulator, SparkSettings.OWN_IDENTITY)
        .forEach((key, value) -> settings.put("spark.hadoop." + key, value));
    return settings;
  }

  /** Waits until its log has a match, and gives the first group. */
  String awaitLog(Pattern line) throws IOException, InterruptedException {
    return Deadline.await(
        line + " in " + log, Duration.ofSeconds(DEADLINE_SECONDS), () -> inLog(line));
  }

  private Optional<String> inLog(Pattern line) throws IOException {
    boolean ended = !process.isAlive();
    Matcher found = line.matcher(log());
    if (found.find()) {
      return Optional.of(found.group(1));
    }
    if (ended) {
      throw new IOException("Ended without " + line + ": " + log);
    }
    return Optional.empty();
  }

  /** Waits for its end, and gives its exit code. */
  int await() throws IOException, InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("Still runs: " + log);
    }
    return process.exitValue();
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  /** What it has logged. */
  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
