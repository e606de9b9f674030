package io.github.s3agrants.examples;

import io.github.s3agrants.emulator.api.Endpoints;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Spark's settings in a test, with an emulator as its S3. */
public final class SparkSettings {

  /** The folder in which this build has put Spark, the library and the tests. */
  public static final Path BUILD =
      Path.of(System.getProperty("spark.build.directory", "target")).toAbsolutePath();

  /** The version of Spark that this build has put there. */
  public static final String VERSION = System.getProperty("spark.build.version", "3.5.9");

  private static final String S3A = "spark.hadoop.fs.s3a.";
  private static final String LIBRARY = "io.github.s3agrants.";

  /** Provides the identity that {@link SparkJvm#identify} gives to a process. */
  public static final String OWN_IDENTITY =
      "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider";

  private static final String OWN_IDENTITY_OF_V1 =
      "com.amazonaws.auth.EnvironmentVariableCredentialsProvider";

  private final Map<String, String> settings = new TreeMap<>();

  /**
   * Spark in one JVM, with the tests' classes on its class path.
   *
   * @param work the folder for local files
   */
  public SparkSettings(Path work, Endpoints emulator) {
    Path local = work.toAbsolutePath();
    spark("master", "local[2]");
    spark("app.name", "test");
    spark("ui.enabled", "false");
    spark("local.dir", local.resolve("spark").toString());
    spark("sql.warehouse.dir", local.resolve("warehouse").toString());
    classPath(BUILD.resolve("test-classes").toString());
    s3a("endpoint", emulator.s3().toString());
    s3a("endpoint.region", "us-east-1");
    s3a("path.style.access", "true");
    s3a("connection.expect.continue", "false");
    s3a("buffer.dir", local.resolve("buffer").toString());
    s3a("committer.staging.tmp.path", "file://" + local.resolve("staging"));
  }

  private void classPath(String path) {
    spark("driver.extraClassPath", path);
    spark("executor.extraClassPath", path);
  }

  /** S3A signs with vended credentials; the library calls these services. */
  public SparkSettings withLibrary(URI s3Control, URI sts) {
    classPath(classPath() + File.pathSeparator + BUILD.resolve("s3a-access-grants.jar"));
    return withLibraryOfSpark(s3Control, sts);
  }

  /** The same with a Spark that has the library among its own jars. */
  public SparkSettings withLibraryOfSpark(URI s3Control, URI sts) {
    s3a("aws.credentials.provider", LIBRARY + "AccessGrantsCredentialsProvider");
    s3a("audit.execution.interceptors", LIBRARY + "AccessGrantsInterceptor");
    s3a("accessgrants.credentials.provider", OWN_IDENTITY);
    return withServices(s3Control, sts);
  }

  /**
   * The same with the library for Hadoop 3.3, set up by the file that users copy, on a Spark as it
   * is downloaded.
   *
   * @param jars the folder with what Spark lacks
   */
  public SparkSettings withLibraryForHadoop33(URI s3Control, URI sts, Path jars)
      throws IOException {
    classPath(
        String.join(
            File.pathSeparator,
            classPath(),
            BUILD.resolve("s3a-access-grants-hadoop33.jar").toString(),
            jars.resolve("*").toString()));
    return configuredForHadoop33(s3Control, sts);
  }

  /** The same without the jars, which come from somewhere else. */
  public SparkSettings configuredForHadoop33(URI s3Control, URI sts) throws IOException {
    settings.putAll(ConfFiles.properties("spark-defaults-hadoop-3.3.conf"));
    s3a("accessgrants.credentials.provider", OWN_IDENTITY_OF_V1);
    return withServices(s3Control, sts);
  }

  private SparkSettings withServices(URI s3Control, URI sts) {
    s3a("accessgrants.endpoint", s3Control.toString());
    s3a("accessgrants.sts.endpoint", sts.toString());
    return this;
  }

  /** S3A signs with the base credentials of the principal that runs the JVM. */
  public SparkSettings withoutLibrary() {
    return s3a("aws.credentials.provider", OWN_IDENTITY);
  }

  /** Sets an option of S3A, named without {@code fs.s3a.}. */
  public SparkSettings s3a(String key, String value) {
    settings.put(S3A + key, value);
    return this;
  }

  /** Sets an option of Spark, named without {@code spark.}. */
  public SparkSettings spark(String key, String value) {
    settings.put("spark." + key, value);
    return this;
  }

  /** What is on the class path of the driver in addition to Spark. */
  public String classPath() {
    return settings.getOrDefault("spark.driver.extraClassPath", "");
  }

  Map<String, String> all() {
    return Collections.unmodifiableMap(settings);
  }

  /** Writes them for {@code --properties-file}. */
  public Path write(Path file) throws IOException {
    Properties properties = new Properties();
    properties.putAll(settings);
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    return file;
  }
}
