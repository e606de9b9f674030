package io.github.s3agrants.examples;

import io.github.s3agrants.emulator.api.Principal;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A Spark JVM, set up as by {@code bin/run-example}, that runs a test class. The user's own AWS,
 * Spark and Hadoop settings do not reach it.
 */
final class SparkJvm {

  /** The folder in which this build has put Spark, the library and the tests. */
  static final Path BUILD = Path.of(System.getProperty("spark.build.directory", "target"));

  private static final String S3A = "spark.hadoop.fs.s3a.";
  private static final String LIBRARY = "io.github.s3agrants.";
  private static final String OWN_IDENTITY =
      "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider";

  private final Path work;
  private final Map<String, String> settings = new TreeMap<>();
  private boolean withLibrary;

  /**
   * Spark with an emulator as its S3.
   *
   * @param work the folder for local files; the log and standard error are next to it
   */
  SparkJvm(Path work, EmulatorJar emulator) {
    this.work = work.toAbsolutePath();
    settings.put("spark.master", "local[2]");
    settings.put("spark.app.name", "test");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.local.dir", local("spark"));
    settings.put("spark.sql.warehouse.dir", local("warehouse"));
    s3a("endpoint", emulator.endpoints().s3().toString());
    s3a("endpoint.region", "us-east-1");
    s3a("path.style.access", "true");
    s3a("connection.expect.continue", "false");
    s3a("buffer.dir", local("buffer"));
    s3a("committer.staging.tmp.path", "file://" + local("staging"));
  }

  private String local(String name) {
    return work.resolve(name).toString();
  }

  /** S3A signs with vended credentials; the library calls these services. */
  SparkJvm withLibrary(URI s3Control, URI sts) {
    withLibrary = true;
    s3a("aws.credentials.provider", LIBRARY + "AccessGrantsCredentialsProvider");
    s3a("audit.execution.interceptors", LIBRARY + "AccessGrantsInterceptor");
    s3a("accessgrants.credentials.provider", OWN_IDENTITY);
    s3a("accessgrants.endpoint", s3Control.toString());
    s3a("accessgrants.sts.endpoint", sts.toString());
    return this;
  }

  /** S3A signs with the base credentials of the principal that runs the JVM. */
  SparkJvm withoutLibrary() {
    return s3a("aws.credentials.provider", OWN_IDENTITY);
  }

  /** Sets an option of S3A, named without {@code fs.s3a.}. */
  SparkJvm s3a(String key, String value) {
    settings.put(S3A + key, value);
    return this;
  }

  SparkJvm spark(String key, String value) {
    settings.put("spark." + key, value);
    return this;
  }

  /** Starts a test class whose base credentials are those of a principal. */
  Process start(Principal user, Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(EmulatorJar.java()));
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split(" +", -1)));
    settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(beside(".err").toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(key -> key.matches("(AWS|SPARK|HADOOP|YARN)_.*"));
    environment.put("AWS_ACCESS_KEY_ID", user.accessKey());
    environment.put("AWS_SECRET_ACCESS_KEY", user.secretKey());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("EXAMPLE_LOG", log().toString());
    return builder.start();
  }

  Path log() {
    return beside(".log");
  }

  private Path beside(String ending) {
    return work.resolveSibling(work.getFileName() + ending);
  }

  private String classPath() {
    List<String> path = new ArrayList<>();
    path.add(Path.of("conf").toAbsolutePath().toString());
    path.add(BUILD.resolve("test-classes").toAbsolutePath().toString());
    path.add(BUILD.resolve("spark-home").resolve("jars").toAbsolutePath() + File.separator + "*");
    if (withLibrary) {
      path.add(BUILD.resolve("s3a-access-grants.jar").toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, path);
  }
}
