package io.github.s3agrants.examples.cluster;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.examples.SparkJvm;
import io.github.s3agrants.examples.SparkSettings;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster, the lake that its jobs read and write, and the jobs of one test at a time. */
final class ClusterFixture implements AutoCloseable {

  /** Who has an identity, and so who asks for credentials. */
  enum Setup {
    /** S3A without the library, as a principal that may do anything. */
    PLAIN,
    /** Each executor has the analyst's identity in its environment. */
    EACH_EXECUTOR,
    /** Only the driver has it, and vends for the executors. */
    PLUGIN
  }

  private static final String PLUGIN = "io.github.s3agrants.spark.AccessGrantsPlugin";

  private final Path folder;
  private final ClusterLake lake;
  private final Cluster cluster;

  private ClusterFixture(Path folder, ClusterLake lake, Cluster cluster) {
    this.folder = folder;
    this.lake = lake;
    this.cluster = cluster;
  }

  /** Starts a cluster in a folder, which gets its logs. */
  interface Starter {
    Cluster start(Path folder) throws IOException, InterruptedException;
  }

  /** Starts both; logs are in a new folder of the build with this name. */
  static ClusterFixture start(String name, Starter starter)
      throws IOException, InterruptedException {
    Path all = Files.createDirectories(SparkSettings.BUILD.resolve("clusters"));
    Path folder = Files.createTempDirectory(all, name);
    ClusterLake lake = ClusterLake.start(folder);
    try {
      return new ClusterFixture(folder, lake, starter.start(folder));
    } catch (IOException | InterruptedException e) {
      lake.close();
      throw e;
    }
  }

  /** The folder of the cluster and of all applications. */
  Path folder() {
    return folder;
  }

  ClusterLake lake() {
    return lake;
  }

  /** Kills an executor (SIGKILL). */
  void kill(long pid) {
    cluster.executors().stream()
        .filter(executor -> executor.pid() == pid)
        .findFirst()
        .orElseThrow()
        .destroyForcibly();
  }

  void awaitNoExecutor() throws IOException, InterruptedException {
    Deadline.await(
        "no executor", () -> Optional.of(true).filter(none -> cluster.executors().isEmpty()));
  }

  /** An empty folder for the signals and the logs of an application. */
  Path work(String name) throws IOException {
    return Files.createTempDirectory(folder, name);
  }

  /** Submits a job of the tests; its arguments are its folder and these. */
  SparkApplication submit(Path work, Setup setup, Class<?> job, List<String> arguments)
      throws IOException {
    return submit(work, settings(work, setup), environment(setup), job, arguments);
  }

  /** The same, with other settings, or with the identity elsewhere. */
  SparkApplication submit(
      Path work,
      SparkSettings settings,
      Map<String, String> environment,
      Class<?> job,
      List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(work.toString()));
    all.addAll(arguments);
    return SparkApplication.submit(
        work, settings, environment, job.getName(), "spark-internal", all);
  }

  /** Submits a class of the examples' own jar. */
  SparkApplication submitExample(Path work, Setup setup, Class<?> job, List<String> arguments)
      throws IOException {
    String jar = SparkSettings.BUILD.resolve("spark-examples.jar").toString();
    return SparkApplication.submit(
        work, settings(work, setup), environment(setup), job.getName(), jar, arguments);
  }

  /** The environment of {@code spark-submit} without an identity. */
  Map<String, String> environment() {
    return new HashMap<>(cluster.environment());
  }

  /** The driver has the identity in its environment. */
  private Map<String, String> environment(Setup setup) {
    Map<String, String> environment = environment();
    SparkJvm.identify(environment, user(setup));
    return environment;
  }

  /** The arguments of a job that reads an object below each of the teams' grants. */
  static List<String> eachReadsTeams() {
    List<String> arguments = new ArrayList<>();
    arguments.add(String.valueOf(Cluster.EXECUTORS));
    arguments.addAll(ClusterLake.teams());
    return arguments;
  }

  private static Principal user(Setup setup) {
    return setup == Setup.PLAIN ? TestPrincipals.ADMIN : ClusterLake.ANALYST;
  }

  /** The settings of an application. */
  SparkSettings settings(Path work, Setup setup) {
    SparkSettings settings = cluster.configure(lake.settings(work), work);
    switch (setup) {
      case PLAIN -> settings.withoutLibrary();
      case EACH_EXECUTOR -> lake.withLibrary(settings);
      case PLUGIN -> lake.withLibrary(settings).spark("plugins", PLUGIN);
    }
    if (setup != Setup.PLUGIN) {
      settings
          .spark("executorEnv.AWS_ACCESS_KEY_ID", user(setup).accessKey())
          .spark("executorEnv.AWS_SECRET_ACCESS_KEY", user(setup).secretKey());
    }
    return settings;
  }

  @Override
  public void close() {
    cluster.close();
    lake.close();
  }
}
