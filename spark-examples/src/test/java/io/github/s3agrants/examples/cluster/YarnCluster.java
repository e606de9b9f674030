package io.github.s3agrants.examples.cluster;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.examples.EmulatorJar;
import io.github.s3agrants.examples.SparkJvm;
import io.github.s3agrants.examples.SparkSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * YARN in a JVM of its own, with the class path of the module mini-yarn. Spark's RPC is
 * authenticated with a secret that Spark makes itself, and encrypted.
 */
final class YarnCluster implements Cluster {

  private static final Path MODULE = Path.of("..", "mini-yarn", "target").toAbsolutePath();
  private static final Pattern READY = Pattern.compile("(?m)^(ready)$");

  private final ClusterJvm yarn;
  private final Path work;

  private YarnCluster(ClusterJvm yarn, Path work) {
    this.yarn = yarn;
    this.work = work;
  }

  /** Starts it; the folder gets its logs and those of the containers. */
  static YarnCluster start(Path work) throws IOException, InterruptedException {
    Path output = work.resolve("yarn.out");
    ProcessBuilder builder =
        new ProcessBuilder(
                EmulatorJar.java(),
                "-Xmx512m",
                "-Djava.io.tmpdir=" + work,
                // Guice makes classes.
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                MODULE.resolve("classes") + File.pathSeparator + MODULE.resolve("jars") + "/*",
                "io.github.s3agrants.yarn.MiniYarn",
                work.toString())
            .directory(work.toFile())
            .redirectOutput(output.toFile())
            .redirectError(work.resolve("yarn.log").toFile());
    SparkJvm.clean(builder.environment());
    ClusterJvm yarn = ClusterJvm.start(builder, output);
    try {
      yarn.awaitInLog(READY);
      return new YarnCluster(yarn, work);
    } catch (IOException | InterruptedException e) {
      yarn.close();
      throw e;
    }
  }

  @Override
  public SparkSettings configure(SparkSettings settings, Path folder) {
    String java = System.getProperty("java.home");
    return settings
        .spark("authenticate", "true")
        .spark("network.crypto.enabled", "true")
        .spark("network.crypto.saslFallback", "false")
        .spark("master", "yarn")
        .spark("yarn.jars", "local:" + SparkJvm.home().resolve("jars") + "/*")
        .spark("yarn.stagingDir", folder.resolve("staging").toUri().toString())
        .spark("yarn.appMasterEnv.JAVA_HOME", java)
        .spark("yarn.appMasterEnv.EXAMPLE_LOG", folder.resolve("master.log").toString())
        .spark("executorEnv.JAVA_HOME", java)
        .spark("executorEnv.EXAMPLE_LOG", folder.resolve("executors.log").toString())
        .spark("executorEnv.AWS_EC2_METADATA_DISABLED", "true")
        .spark("yarn.am.memory", "512m")
        .spark("driver.memory", "512m")
        .spark("executor.instances", String.valueOf(EXECUTORS))
        .spark("executor.memory", "512m")
        .spark("executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
        .spark("scheduler.minRegisteredResourcesRatio", "1.0")
        .spark("scheduler.maxRegisteredResourcesWaitingTime", "120s");
  }

  /** The driver runs in a container, which gets the identity of the user. */
  static SparkSettings inCluster(SparkSettings settings, Principal user) {
    return settings
        .spark("submit.deployMode", "cluster")
        .spark("yarn.appMasterEnv.AWS_ACCESS_KEY_ID", user.accessKey())
        .spark("yarn.appMasterEnv.AWS_SECRET_ACCESS_KEY", user.secretKey())
        .spark("yarn.appMasterEnv.AWS_EC2_METADATA_DISABLED", "true");
  }

  @Override
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(StandaloneCluster.home());
    environment.put("HADOOP_CONF_DIR", work.toString());
    return environment;
  }

  @Override
  public List<ProcessHandle> executors() {
    return yarn.descendants();
  }

  /** What drivers in containers have said so far, on a cluster in this folder. */
  static List<String> said(Path work) throws IOException {
    List<String> said = new ArrayList<>();
    try (Stream<Path> files = Files.walk(work)) {
      for (Path output : files.filter(file -> file.endsWith("stdout")).toList()) {
        said.addAll(SparkApplication.said(Files.readAllLines(output)));
      }
    }
    return said;
  }

  @Override
  public void close() {
    yarn.close();
  }
}
