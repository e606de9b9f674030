package io.github.s3agrants.examples;

import io.github.s3agrants.emulator.api.Principal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A JVM with Spark's class path, set up as by {@code bin/run-example}. The user's own AWS, Spark
 * and Hadoop settings do not reach it.
 */
public final class SparkJvm {

  private final Path home;
  private final Path work;
  private final SparkSettings settings;

  /**
   * A JVM for test classes.
   *
   * @param work the folder for local files; the log and standard error are next to it
   */
  public SparkJvm(Path work, SparkSettings settings) {
    this(home(), work, settings);
  }

  /** The same, with the jars of another {@code SPARK_HOME}. */
  public SparkJvm(Path home, Path work, SparkSettings settings) {
    this.home = home;
    this.work = work.toAbsolutePath();
    this.settings = settings;
  }

  /** Starts a test class whose base credentials are those of a principal. */
  public Process start(Principal user, Class<?> main, String... arguments) throws IOException {
    List<String> options = new ArrayList<>(List.of("-Xmx1g"));
    settings.all().forEach((key, value) -> options.add("-D" + key + "=" + value));
    List<String> command = new ArrayList<>(List.of(main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        command(home, settings.classPath(), options, command, log())
            .redirectError(beside(".err").toFile());
    identify(builder.environment(), user);
    return builder.start();
  }

  /** What the JVM logs. */
  public Path log() {
    return beside(".log");
  }

  private Path beside(String ending) {
    return work.resolveSibling(work.getFileName() + ending);
  }

  /** Adds the base credentials of a principal to a process's environment. */
  public static void identify(Map<String, String> environment, Principal user) {
    environment.put("AWS_ACCESS_KEY_ID", user.accessKey());
    environment.put("AWS_SECRET_ACCESS_KEY", user.secretKey());
  }

  /** Keeps the user's own settings out of a process's environment. */
  public static void clean(Map<String, String> environment) {
    environment.keySet().removeIf(key -> key.matches("(AWS|SPARK|HADOOP|YARN)_.*"));
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
  }

  /**
   * A JVM on loopback without any AWS identity.
   *
   * @param classPath what is on the class path in addition to Spark; may be empty
   * @param options of the JVM
   * @param command the main class and its arguments
   */
  public static ProcessBuilder command(
      String classPath, List<String> options, List<String> command, Path log) {
    return command(home(), classPath, options, command, log);
  }

  /** The same, with the jars of another {@code SPARK_HOME}. */
  public static ProcessBuilder command(
      Path home, String classPath, List<String> options, List<String> command, Path log) {
    List<String> words = java();
    words.addAll(options);
    List<String> path = new ArrayList<>(List.of(conf().toString()));
    if (!classPath.isEmpty()) {
      path.add(classPath);
    }
    path.add(home.resolve("jars") + File.separator + "*");
    words.addAll(List.of("-cp", String.join(File.pathSeparator, path)));
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words);
    Map<String, String> environment = builder.environment();
    clean(environment);
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("EXAMPLE_LOG", log.toString());
    return builder;
  }

  /** The beginning of a command for a short-lived JVM with Spark; for more to be added. */
  public static List<String> java() {
    List<String> words = new ArrayList<>(List.of(EmulatorJar.java()));
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split(" +", -1)));
    return words;
  }

  /** The folder with Spark's jars. */
  public static Path home() {
    return SparkSettings.BUILD.resolve("spark-home");
  }

  /** The folder with the configuration of the logs. */
  public static Path conf() {
    return Path.of("conf").toAbsolutePath();
  }
}
