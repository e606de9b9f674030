package io.github.s3agrants.flink;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.flink.CountingJob.Count;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs whose input, output, checkpoints and savepoints are on S3. */
class FlinkJobIT {
  private static final String HOME = "s3://lake/teams/alice/";
  private static final String INPUT = HOME + "in";
  private static final String OUTPUT = HOME + "out";

  @BeforeEach
  void forgetOtherJobs() {
    Count.COUNTED.drainPermits();
    Count.FAILURES.drainPermits();
  }

  private static Configuration configuration(FlinkLake lake, String checkpoints) {
    Configuration conf = lake.configuration(ALICE);
    conf.set(RestOptions.BIND_PORT, "0");
    conf.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints);
    // Only those that the test asks for.
    conf.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1));
    // Even the smallest state in a file of its own.
    conf.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ZERO);
    conf.setString("restart-strategy.type", "fixed-delay");
    conf.setString("restart-strategy.fixed-delay.delay", "0 s");
    return conf;
  }

  private static MiniCluster start(Configuration conf, PluginManager plugins) throws Exception {
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(conf)
                .setPluginManager(plugins)
                .setNumTaskManagers(2)
                .setNumSlotsPerTaskManager(1)
                .build());
    cluster.start();
    return cluster;
  }

  private static JobID submit(MiniCluster cluster, JobGraph job) throws Exception {
    return cluster.submitJob(job).get(60, TimeUnit.SECONDS).getJobID();
  }

  private static void awaitLines(int lines) throws InterruptedException {
    assertThat(Count.COUNTED.tryAcquire(lines, 60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_job_reads_writes_fails_restarts_from_its_checkpoint_and_goes_on_from_its_savepoint()
      throws Exception {
    try (FlinkLake lake =
        FlinkLake.start(FlinkLake.grant(ALICE, Permission.READWRITE, "lake/teams/alice/*"))) {
      Configuration conf = configuration(lake, HOME + "checkpoints");
      PluginManager plugins = lake.load(conf);
      FileSystem fs = lake.get(HOME);
      MiniCluster cluster = start(conf, plugins);
      try {
        FlinkLake.write(fs, INPUT + "/1", "a\nb\na\n");
        JobID job =
            submit(cluster, CountingJob.from(conf, INPUT, OUTPUT, SavepointRestoreSettings.none()));
        awaitLines(3);
        cluster.triggerCheckpoint(job).get(60, TimeUnit.SECONDS);
        Count.FAILURES.release();
        FlinkLake.write(fs, INPUT + "/2", CountingJob.FAILING + "\n");
        awaitLines(1);
        FlinkLake.write(fs, INPUT + "/3", "a\n");
        awaitLines(1);
        String savepoint = stop(cluster, job);
        assertThat(savepoint).startsWith(HOME + "savepoints/");
        assertThat(lines(fs)).containsExactly("a 1", "a 2", "a 3", "b 1", "fail 1");

        FlinkLake.write(fs, INPUT + "/4", "a\nb\n");
        JobID next =
            submit(
                cluster,
                CountingJob.from(conf, INPUT, OUTPUT, SavepointRestoreSettings.forPath(savepoint)));
        awaitLines(2);
        stop(cluster, next);
        assertThat(lines(fs)).containsExactly("a 1", "a 2", "a 3", "a 4", "b 1", "b 2", "fail 1");
      } finally {
        cluster.close();
      }
      assertThat(lake.s3Calls().count("CompleteMultipartUpload")).isPositive();
      assertThat(lake.notSignedByVended()).isEmpty();
      assertThat(lake.vends()).containsExactly("READWRITE s3://lake/teams/alice/*");
    }
  }

  @ParameterizedTest
  @CsvSource({
    // The JobManager makes the folder for checkpoints, and the TaskManager writes the output.
    "s3://lake/teams/bob/checkpoints, s3://lake/teams/alice/out",
    "s3://lake/teams/alice/checkpoints, s3://lake/teams/bob/out",
  })
  void a_job_that_writes_where_there_is_no_grant_fails_and_says_so(
      String checkpoints, String output) throws Exception {
    try (FlinkLake lake =
        FlinkLake.start(FlinkLake.grant(ALICE, Permission.READWRITE, "lake/teams/alice/*"))) {
      Configuration conf = configuration(lake, checkpoints);
      conf.setString("restart-strategy.type", "none");
      PluginManager plugins = lake.load(conf);
      FlinkLake.write(lake.get(HOME), INPUT + "/1", "a\n");
      MiniCluster cluster = start(conf, plugins);
      try {
        JobID job =
            submit(cluster, CountingJob.from(conf, INPUT, output, SavepointRestoreSettings.none()));
        JobResult result = cluster.requestJobResult(job).get(60, TimeUnit.SECONDS);
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.getSerializedThrowable().orElseThrow())
            .hasStackTraceContaining("java.nio.file.AccessDeniedException: ")
            .hasStackTraceContaining("S3 Access Grants gave no credentials for")
            .hasStackTraceContaining("on s3://lake/teams/bob/");
      } finally {
        cluster.close();
      }
      assertThat(lake.s3Calls().filter(FlinkJobIT::isAtBobs).isEmpty()).isTrue();
      assertThat(lake.notSignedByVended()).isEmpty();
    }
  }

  private static boolean isAtBobs(JournalEntry call) {
    return String.valueOf(call.key()).startsWith("teams/bob/")
        || String.valueOf(call.prefix()).startsWith("teams/bob/");
  }

  private static String stop(MiniCluster cluster, JobID job) throws Exception {
    String savepoint =
        cluster
            .stopWithSavepoint(job, HOME + "savepoints", false, SavepointFormatType.CANONICAL)
            .get(60, TimeUnit.SECONDS);
    JobResult result = cluster.requestJobResult(job).get(60, TimeUnit.SECONDS);
    assertThat(result.getSerializedThrowable()).isEmpty();
    return savepoint;
  }

  /** The lines of all files that were committed. */
  private static List<String> lines(FileSystem fs) throws IOException {
    List<String> lines = new ArrayList<>();
    for (FileStatus bucket : fs.listStatus(new Path(OUTPUT))) {
      for (FileStatus file : fs.listStatus(bucket.getPath())) {
        FlinkLake.read(fs, file.getPath().toString()).lines().forEach(lines::add);
      }
    }
    lines.sort(null);
    return lines;
  }
}
