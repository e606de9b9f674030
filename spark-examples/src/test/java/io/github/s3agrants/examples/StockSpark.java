package io.github.s3agrants.examples;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code SPARK_HOME} with the jars of the Spark that is downloaded, and Hadoop 3.3 with them; and
 * a copy of it that {@code bin/spark-with-hadoop-3.4} has made. A build makes each once.
 */
public final class StockSpark {
  /** The script. */
  static final Path SCRIPT = root("bin/spark-with-hadoop-3.4");

  private static final Path HADOOP33_JARS_POM = root("conf/hadoop-3.3-jars.xml");
  private static final Path POM = root("spark-examples/src/test/stock-spark/pom.xml");
  private static final Path FOLDER = SparkSettings.BUILD.resolve("stock-spark");

  private StockSpark() {}

  private static Path root(String file) {
    return Path.of("..").resolve(file).toAbsolutePath().normalize();
  }

  /** As downloaded. */
  public static Path home() throws IOException {
    Path home = FOLDER.resolve("home");
    collect(POM, home, "jars");
    return home;
  }

  /** The folder with the jars that it needs besides the library for Hadoop 3.3. */
  public static Path hadoop33Jars() throws IOException {
    // Where bin/run-example looks for them.
    Path jars = SparkSettings.BUILD.resolve("hadoop-3.3-jars");
    collect(HADOOP33_JARS_POM, jars, "");
    return jars;
  }

  /** Makes a folder, with the runtime dependencies of a POM in one below it. */
  private static void collect(Path pom, Path folder, String below) throws IOException {
    if (Files.exists(folder)) {
      return;
    }
    Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
    run(
        "mvn",
        "-B",
        "-ntp",
        "-q",
        "-f",
        pom.toString(),
        "dependency:copy-dependencies",
        "-DincludeScope=runtime",
        "-Dspark.version=" + SparkSettings.VERSION,
        "-DoutputDirectory=" + partial.resolve(below));
    Files.move(partial, folder);
  }

  /**
   * The same with Hadoop 3.4 and the library.
   *
   * @param library the library's jar
   */
  public static Path swapped(Path library) throws IOException {
    Path copy = FOLDER.resolve("swapped");
    if (Files.exists(copy)) {
      // What an earlier build has left may have another library.
      run(SCRIPT.toString(), "--undo", copy.toString());
      run(SCRIPT.toString(), "--library-jar", library.toString(), copy.toString());
    } else {
      run(
          SCRIPT.toString(),
          "--library-jar",
          library.toString(),
          "--copy-to",
          copy.toString(),
          home().toString());
    }
    return copy;
  }

  private static void run(String... words) throws IOException {
    Path log = Files.createDirectories(FOLDER).resolve("log.txt");
    Process process = command(words).redirectOutput(log.toFile()).start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(List.of(words) + ":\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(words[0]);
    }
  }

  /** A command in which Maven has the repository of this build. */
  static ProcessBuilder command(String... words) {
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(List.of(words))).redirectErrorStream(true);
    String repository = System.getProperty("local.repository");
    if (repository != null) {
      builder
          .environment()
          .merge(
              "MAVEN_OPTS", "-Dmaven.repo.local=" + repository, (own, added) -> own + " " + added);
    }
    return builder;
  }
}
