package io.github.s3agrants.flink;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JobManager, a TaskManager and Flink's command line as JVMs of their own, with the configuration
 * to copy in their file, and a job in a jar.
 */
class FlinkClusterIT {
  private static final String HOME = "s3://lake/teams/alice/";

  @TempDir java.nio.file.Path folder;

  @Test
  void a_job_that_is_submitted_to_a_cluster_needs_a_vend_for_each_process() throws Exception {
    try (FlinkLake lake =
        FlinkLake.start(FlinkLake.grant(ALICE, Permission.READWRITE, "lake/teams/alice/*"))) {
      FileSystem fs = lake.open(ALICE);
      FlinkLake.write(fs, HOME + "in/1", "one\ntwo\n");
      FlinkLake.write(fs, HOME + "in/2", "three\n");
      lake.emulator.resetJournal();
      java.nio.file.Path job = jarOf(CopyJob.class);

      try (FlinkProcess jobManager = jobManager(lake)) {
        String rpc = jobManager.await("pekko.tcp://flink@127.0.0.1:(\\d+)");
        String rest = jobManager.await("Rest endpoint listening at [^:]+:(\\d+)");
        try (FlinkProcess taskManager = taskManager(lake, rpc)) {
          taskManager.await("(Successful registration at resource manager)");
          String said = run(lake, rest, job, HOME + "in", HOME + "out");
          assertThat(said).contains("Program execution finished");

          String refused = run(lake, rest, job, HOME + "in", "s3://lake/teams/bob/out");
          assertThat(refused)
              .contains("java.nio.file.AccessDeniedException: ")
              .contains("S3 Access Grants gave no credentials for WRITE on s3://lake/teams/bob/");
          assertThat(jobManager.log()).contains("S3 Access Grants active for s3a://lake: ");
          assertThat(taskManager.log()).contains("S3 Access Grants active for s3a://lake: ");
        }
      }
      assertThat(lake.notSignedByVended()).isEmpty();
      assertThat(
              lake.s3Calls().filter(call -> String.valueOf(call.key()).contains("bob")).isEmpty())
          .isTrue();
      assertThat(lake.vends().stream().filter("READWRITE s3://lake/teams/alice/*"::equals))
          .hasSize(2);
      assertThat(lines(fs)).containsExactly("ONE", "THREE", "TWO");
    }
  }

  private FlinkProcess jobManager(FlinkLake lake) throws IOException {
    java.nio.file.Path conf = configuration(lake, "jobmanager", Map.of("jobmanager.rpc.port", "0"));
    return FlinkProcess.start(
        "jobmanager",
        conf,
        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
        "--configDir",
        conf.toString());
  }

  private FlinkProcess taskManager(FlinkLake lake, String rpc) throws IOException {
    java.nio.file.Path conf =
        configuration(lake, "taskmanager", Map.of("jobmanager.rpc.port", rpc));
    return FlinkProcess.start(
        "taskmanager",
        conf,
        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
        "--configDir",
        conf.toString());
  }

  /** Submits the job, waits for its end, and returns what the command line says. */
  private String run(FlinkLake lake, String rest, java.nio.file.Path job, String... arguments)
      throws Exception {
    java.nio.file.Path conf = configuration(lake, "cli", Map.of("rest.port", rest));
    List<String> line =
        new ArrayList<>(
            List.of(
                "run", "-m", "127.0.0.1:" + rest, "-c", CopyJob.class.getName(), job.toString()));
    line.addAll(List.of(arguments));
    try (FlinkProcess cli =
        FlinkProcess.start(
            "cli", conf, "org.apache.flink.client.cli.CliFrontend", line.toArray(String[]::new))) {
      return cli.end();
    }
  }

  private java.nio.file.Path configuration(FlinkLake lake, String process, Map<String, String> more)
      throws IOException {
    Map<String, String> all = new TreeMap<>(lake.configuration(ALICE).toMap());
    all.put("jobmanager.rpc.address", "127.0.0.1");
    all.put("jobmanager.bind-host", "127.0.0.1");
    all.put("taskmanager.bind-host", "127.0.0.1");
    all.put("taskmanager.host", "127.0.0.1");
    all.put("rest.address", "127.0.0.1");
    all.put("rest.bind-address", "127.0.0.1");
    all.put("rest.bind-port", "0");
    all.put("execution.checkpointing.dir", HOME + "checkpoints");
    all.put("execution.checkpointing.data-inline-threshold", "0 b");
    all.put("restart-strategy.type", "none");
    // Flink's scripts compute these.
    all.put("taskmanager.cpu.cores", "1");
    all.put("taskmanager.memory.framework.heap.size", "128m");
    all.put("taskmanager.memory.framework.off-heap.size", "64m");
    all.put("taskmanager.memory.jvm-metaspace.size", "192m");
    all.put("taskmanager.memory.jvm-overhead.min", "192m");
    all.put("taskmanager.memory.jvm-overhead.max", "192m");
    all.put("taskmanager.memory.task.heap.size", "64m");
    all.put("taskmanager.memory.task.off-heap.size", "0");
    all.put("taskmanager.memory.network.min", "16m");
    all.put("taskmanager.memory.network.max", "16m");
    all.put("taskmanager.memory.managed.size", "16m");
    all.putAll(more);
    java.nio.file.Path conf = Files.createDirectories(folder.resolve(process));
    List<String> lines = new ArrayList<>();
    all.forEach((key, value) -> lines.add(key + ": '" + value + "'"));
    Files.write(conf.resolve("config.yaml"), lines);
    return conf;
  }

  /** A jar with one class, which is on no process's class path. */
  private java.nio.file.Path jarOf(Class<?> type) throws IOException {
    java.nio.file.Path jar = folder.resolve("job.jar");
    String name = type.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        var classFile = type.getResourceAsStream("/" + name)) {
      out.putNextEntry(new JarEntry(name));
      classFile.transferTo(out);
    }
    return jar;
  }

  private static List<String> lines(FileSystem fs) throws IOException {
    List<String> lines = new ArrayList<>();
    for (FileStatus bucket : fs.listStatus(new Path(HOME + "out"))) {
      for (FileStatus file : fs.listStatus(bucket.getPath())) {
        FlinkLake.read(fs, file.getPath().toString()).lines().forEach(lines::add);
      }
    }
    lines.sort(null);
    return lines;
  }
}
