package io.github.s3agrants.examples.cluster;

import io.github.s3agrants.examples.SparkJvm;
import io.github.s3agrants.examples.SparkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Spark's standalone master and workers, each a JVM of its own on loopback. Each worker has one
 * core, and so one executor. Spark's RPC is authenticated and encrypted.
 */
final class StandaloneCluster implements Cluster {

  private static final Pattern MASTER = Pattern.compile("(?m)Starting Spark master at (\\S+)$");
  private static final Pattern REGISTERED =
      Pattern.compile("Successfully registered with (master) ");

  private final Path work;
  private final Map<String, String> security;
  private final List<ClusterJvm> workers = new ArrayList<>();
  private final ClusterJvm master;
  private final String url;

  private StandaloneCluster(Path work) throws IOException, InterruptedException {
    this.work = work;
    this.security = security();
    String properties = daemonSettings().toString();
    master = daemon("master", "Master", List.of("--properties-file", properties));
    try {
      url = master.awaitInLog(MASTER);
      for (int i = 0; i < EXECUTORS; i++) {
        Path folder = Files.createDirectories(work.resolve("worker-" + i));
        List<String> options =
            List.of("--cores", "1", "--memory", "1g", "--work-dir", folder.toString());
        List<String> arguments = new ArrayList<>(List.of("--properties-file", properties));
        arguments.addAll(options);
        arguments.add(url);
        workers.add(daemon("worker-" + i, "Worker", arguments));
      }
      for (ClusterJvm worker : workers) {
        worker.awaitInLog(REGISTERED);
      }
    } catch (IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /** Starts a cluster; the folder gets its logs and those of the executors. */
  static StandaloneCluster start(Path work) throws IOException, InterruptedException {
    return new StandaloneCluster(work);
  }

  private static Map<String, String> security() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return Map.of(
        "authenticate",
        "true",
        "authenticate.secret",
        HexFormat.of().formatHex(secret),
        "network.crypto.enabled",
        "true",
        "network.crypto.saslFallback",
        "false");
  }

  private Path daemonSettings() throws IOException {
    Properties properties = new Properties();
    security.forEach((key, value) -> properties.put("spark." + key, value));
    // Spark 4's default is true, and with that a master does not start that authenticates.
    properties.put("spark.master.rest.enabled", "false");
    Path file = work.resolve("daemons.properties");
    try (var writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    return file;
  }

  private ClusterJvm daemon(String name, String main, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("org.apache.spark.deploy." + main.toLowerCase(Locale.ROOT) + "." + main));
    command.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
    command.addAll(arguments);
    Path log = work.resolve(name + ".log");
    ProcessBuilder builder =
        SparkJvm.command("", List.of("-Xmx256m", "-Djava.io.tmpdir=" + work), command, log)
            .redirectErrorStream(true)
            .redirectOutput(work.resolve(name + ".out").toFile());
    builder.environment().putAll(home());
    return ClusterJvm.start(builder, log);
  }

  /** What Spark's scripts set, and executors inherit. */
  static Map<String, String> home() {
    return home(SparkJvm.home());
  }

  /** The same for another {@code SPARK_HOME}. */
  static Map<String, String> home(Path home) {
    String version = scala.util.Properties.versionNumberString();
    return Map.of(
        "SPARK_HOME",
        home.toString(),
        "SPARK_CONF_DIR",
        SparkJvm.conf().toString(),
        "SPARK_SCALA_VERSION",
        version.substring(0, version.lastIndexOf('.')));
  }

  @Override
  public SparkSettings configure(SparkSettings settings, Path folder) {
    security.forEach(settings::spark);
    return settings
        .spark("master", url)
        .spark("cores.max", String.valueOf(EXECUTORS))
        .spark("executor.cores", "1")
        .spark("executor.memory", "512m")
        .spark(
            "executor.extraJavaOptions",
            "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + folder)
        .spark("scheduler.minRegisteredResourcesRatio", "1.0")
        .spark("scheduler.maxRegisteredResourcesWaitingTime", "120s")
        // Two tasks, which start at once, one on each.
        .spark("sql.adaptive.enabled", "false")
        .spark("sql.shuffle.partitions", "2");
  }

  @Override
  public Map<String, String> environment() {
    return home();
  }

  @Override
  public List<ProcessHandle> executors() {
    return workers.stream().flatMap(worker -> worker.descendants().stream()).toList();
  }

  @Override
  public void close() {
    workers.forEach(ClusterJvm::close);
    master.close();
  }
}
