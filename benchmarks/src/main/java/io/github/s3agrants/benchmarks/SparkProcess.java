package io.github.s3agrants.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The job of spark-examples in a separate Spark process, because Spark's dependencies clash with
 * the emulator's. One process serves both sides, which differ by bucket.
 */
final class SparkProcess implements AutoCloseable {
  private static final String LIBRARY = "io.github.s3agrants.";
  private static final String KEYS = "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider";

  private static final String NUL = "\0";

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter commands;

  private SparkProcess(Process process) {
    this.process = process;
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
  }

  /**
   * Starts the process.
   *
   * @param examples the folder spark-examples, built
   */
  static SparkProcess start(Path examples, EmulatorEndpoints lake) throws IOException {
    Path target = examples.resolve("target");
    BenchmarkException.unless(
        Files.isDirectory(target.resolve("spark-home")), target + " has no spark-home");
    Path scratch = Files.createDirectories(target.resolve("spark-overhead"));
    Map<String, String> environment = new TreeMap<>();
    environment.put("SPARK_HOME", target.resolve("spark-home").toString());
    environment.put("SPARK_CONF_DIR", examples.resolve("conf").toString());
    environment.put("SPARK_SCALA_VERSION", "2.12");
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("EXAMPLE_LOG", scratch.resolve("spark.log").toString());
    List<String> submit = new ArrayList<>();
    submit.addAll(List.of("--class", "io.github.s3agrants.examples.TimedRounds"));
    submit.addAll(
        List.of("--driver-class-path", target.resolve("s3a-access-grants.jar").toString()));
    settings(lake, scratch)
        .forEach((key, value) -> submit.addAll(List.of("--conf", key + "=" + value)));
    submit.add(target.resolve("spark-examples.jar").toString());
    return new SparkProcess(Jvm.start(command(target, environment, submit), environment));
  }

  /**
   * Builds the command as Spark's bin/spark-class does: the launcher prints an empty line that
   * begins with NUL, and then the words of the command, each followed by NUL.
   */
  private static List<String> command(
      Path target, Map<String, String> environment, List<String> submit) throws IOException {
    List<String> launcher = new ArrayList<>();
    launcher.add(Jvm.java());
    launcher.addAll(
        List.of("-cp", target.resolve("spark-home").resolve("jars") + File.separator + "*"));
    launcher.addAll(
        List.of("org.apache.spark.launcher.Main", "org.apache.spark.deploy.SparkSubmit"));
    launcher.addAll(submit);
    Process process = Jvm.start(launcher, environment);
    String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
    BenchmarkException.unless(
        answer.startsWith(NUL + "\n") && answer.endsWith(NUL), "Spark's launcher said " + answer);
    return List.of(answer.substring(2, answer.length() - 1).split(NUL, -1));
  }

  private static Map<String, String> settings(EmulatorEndpoints lake, Path scratch) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.master", "local[2]");
    settings.put("spark.app.name", "spark-overhead");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.local.dir", scratch.toString());
    settings.put("spark.sql.warehouse.dir", scratch.toString());
    settings.put("spark.sql.shuffle.partitions", "4");
    settings.put("spark.sql.adaptive.enabled", "false");
    s3a(settings, "endpoint", lake.s3().toString());
    s3a(settings, "endpoint.region", BenchmarkPrincipals.REGION);
    s3a(settings, "path.style.access", "true");
    s3a(settings, "connection.expect.continue", "false");
    s3a(settings, "aws.credentials.provider", KEYS);
    s3a(settings, "access.key", BenchmarkPrincipals.PLAIN.accessKey());
    s3a(settings, "secret.key", BenchmarkPrincipals.PLAIN.secretKey());
    vended(settings, "aws.credentials.provider", LIBRARY + "AccessGrantsCredentialsProvider");
    vended(settings, "audit.execution.interceptors", LIBRARY + "AccessGrantsInterceptor");
    vended(settings, "accessgrants.credentials.provider", KEYS);
    vended(settings, "accessgrants.endpoint", lake.control().toString());
    vended(settings, "accessgrants.sts.endpoint", lake.sts().toString());
    vended(settings, "access.key", BenchmarkPrincipals.WRITER.accessKey());
    vended(settings, "secret.key", BenchmarkPrincipals.WRITER.secretKey());
    return settings;
  }

  private static void s3a(Map<String, String> settings, String key, String value) {
    settings.put("spark.hadoop.fs.s3a." + key, value);
  }

  private static void vended(Map<String, String> settings, String key, String value) {
    s3a(settings, "bucket." + BenchmarkPrincipals.BUCKET + "." + key, value);
  }

  /** Runs the job in a folder and returns its time in milliseconds. */
  double run(boolean cold, String folder) throws IOException {
    commands.write((cold ? "cold " : "warm ") + folder);
    commands.newLine();
    commands.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("Spark has ended: see spark-examples/target/spark-overhead/spark.log");
    }
    return Double.parseDouble(answer);
  }

  @Override
  public void close() throws IOException {
    commands.close();
    process.destroy();
  }
}
