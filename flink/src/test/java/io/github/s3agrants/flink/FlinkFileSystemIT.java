package io.github.s3agrants.flink;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3agrants.emulator.api.Permission;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.fs.RecoverableWriter;
import org.junit.jupiter.api.Test;

class FlinkFileSystemIT {
  private static final int PART = 5 << 20;

  private static FlinkLake lakeOfAlice(Permission permission) throws IOException {
    return FlinkLake.start(FlinkLake.grant(ALICE, permission, "lake/alice/*"));
  }

  @Test
  void a_file_is_written_and_read() throws Exception {
    try (FlinkLake lake = lakeOfAlice(Permission.READWRITE)) {
      FileSystem fs = lake.open(ALICE);
      FlinkLake.write(fs, "s3://lake/alice/a", "x");
      assertThat(FlinkLake.read(fs, "s3://lake/alice/a")).isEqualTo("x");
      try (FSDataInputStream in = fs.open(new Path("s3://lake/alice/a"))) {
        in.seek(1);
        assertThat(in.read()).isEqualTo(-1);
      }
      assertThat(lake.s3Calls().count("PutObject")).isEqualTo(1);
      assertThat(lake.notSignedByVended()).isEmpty();
      assertThat(lake.vends()).containsExactly("READWRITE s3://lake/alice/*");
    }
  }

  @Test
  void folders_are_made_listed_renamed_and_deleted() throws Exception {
    try (FlinkLake lake = lakeOfAlice(Permission.READWRITE)) {
      FileSystem fs = lake.open(ALICE);
      assertThat(fs.mkdirs(new Path("s3://lake/alice/a/b"))).isTrue();
      assertThat(fs.getFileStatus(new Path("s3://lake/alice/a/b")).isDir()).isTrue();
      FlinkLake.write(fs, "s3://lake/alice/a/b/1", "one");
      FlinkLake.write(fs, "s3://lake/alice/a/b/2", "two");
      assertThat(names(fs, "s3://lake/alice/a/b")).containsExactly("1", "2");
      assertThat(fs.rename(new Path("s3://lake/alice/a"), new Path("s3://lake/alice/c"))).isTrue();
      assertThat(fs.exists(new Path("s3://lake/alice/a"))).isFalse();
      assertThat(FlinkLake.read(fs, "s3://lake/alice/c/b/2")).isEqualTo("two");
      assertThat(fs.delete(new Path("s3://lake/alice/c/b/1"), false)).isTrue();
      assertThat(names(fs, "s3://lake/alice/c/b")).containsExactly("2");
      assertThat(fs.delete(new Path("s3://lake/alice/c"), true)).isTrue();
      assertThat(fs.exists(new Path("s3://lake/alice/c"))).isFalse();
      assertThat(lake.s3Calls().count("CopyObject")).isEqualTo(2);
      assertThat(lake.notSignedByVended()).isEmpty();
      assertThat(lake.vends()).containsExactly("READWRITE s3://lake/alice/*");
    }
  }

  private static List<String> names(FileSystem fs, String path) throws IOException {
    return Arrays.stream(fs.listStatus(new Path(path)))
        .map(FileStatus::getPath)
        .map(Path::getName)
        .sorted()
        .toList();
  }

  /**
   * What FileSink does: parts while it writes, a snapshot for a checkpoint, the commit after it.
   */
  @Test
  void a_recoverable_writer_uploads_parts_goes_on_after_a_failure_and_commits() throws Exception {
    try (FlinkLake lake = lakeOfAlice(Permission.READWRITE)) {
      Path path = new Path("s3://lake/alice/out/part-0");
      byte[] part = new byte[PART];
      Arrays.fill(part, (byte) 'p');

      RecoverableWriter writer = lake.open(ALICE).createRecoverableWriter();
      RecoverableFsDataOutputStream out = writer.open(path);
      out.write(part);
      out.write("kept".getBytes(UTF_8));
      byte[] checkpoint = writer.getResumeRecoverableSerializer().serialize(out.persist());
      out.write("lost".getBytes(UTF_8));

      RecoverableWriter restarted = lake.get("s3://lake/").createRecoverableWriter();
      var resumable =
          restarted
              .getResumeRecoverableSerializer()
              .deserialize(restarted.getResumeRecoverableSerializer().getVersion(), checkpoint);
      RecoverableFsDataOutputStream resumed = restarted.recover(resumable);
      resumed.write(part);
      resumed.write("end".getBytes(UTF_8));
      assertThat(lake.get("s3://lake/").exists(path)).isFalse();
      resumed.closeForCommit().commit();
      assertThat(restarted.cleanupRecoverableState(resumable)).isTrue();

      assertThat(FlinkLake.read(lake.get("s3://lake/"), path.toString()))
          .isEqualTo(new String(part, UTF_8) + "kept" + new String(part, UTF_8) + "end");
      assertThat(names(lake.get("s3://lake/"), "s3://lake/alice/out")).containsExactly("part-0");
      assertThat(lake.s3Calls().count("CreateMultipartUpload")).isEqualTo(1);
      assertThat(lake.s3Calls().count("UploadPart")).isEqualTo(3);
      assertThat(lake.s3Calls().count("CompleteMultipartUpload")).isEqualTo(1);
      // The end of the file at the checkpoint, which is not long enough for a part.
      assertThat(lake.s3Calls().count("PutObject")).isEqualTo(1);
      assertThat(lake.notSignedByVended()).isEmpty();
      assertThat(lake.vends()).containsExactly("READWRITE s3://lake/alice/*");
    }
  }

  @Test
  void a_write_without_a_grant_is_refused() throws Exception {
    try (FlinkLake lake = lakeOfAlice(Permission.READWRITE)) {
      FileSystem fs = lake.open(ALICE);
      assertThatThrownBy(() -> FlinkLake.write(fs, "s3://lake/bob/a", "x"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("S3 Access Grants gave no credentials for")
          .hasMessageContaining("s3://lake/bob/")
          .hasMessageContaining("Needed: a grant of");
      assertThatThrownBy(
              () -> fs.createRecoverableWriter().open(new Path("s3://lake/bob/b")).persist())
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("S3 Access Grants gave no credentials for");
      assertThat(lake.s3Calls().isEmpty()).isTrue();
    }
  }

  @Test
  void a_grant_to_read_does_not_let_write() throws Exception {
    try (FlinkLake lake = lakeOfAlice(Permission.READ)) {
      lake.upload("s3://lake/alice/a", "x");
      lake.emulator.resetJournal();
      FileSystem fs = lake.open(ALICE);
      assertThat(FlinkLake.read(fs, "s3://lake/alice/a")).isEqualTo("x");
      assertThatThrownBy(() -> FlinkLake.write(fs, "s3://lake/alice/a", "y"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("S3 Access Grants gave no credentials for WRITE");
      assertThat(FlinkLake.read(fs, "s3://lake/alice/a")).isEqualTo("x");
      assertThat(lake.s3Calls().count("PutObject")).isZero();
      assertThat(lake.notSignedByVended()).isEmpty();
    }
  }

  /** S3A's default in Hadoop 3.3: with each file it deletes the markers of all folders above. */
  @Test
  void markers_above_the_grant_are_left_alone() throws Exception {
    try (FlinkLake lake =
        FlinkLake.start(FlinkLake.grant(ALICE, Permission.READWRITE, "lake/teams/alice/*"))) {
      Configuration conf = lake.configuration(ALICE);
      conf.setString("s3.directory.marker.retention", "delete");
      FileSystem fs = lake.open(conf);
      for (int i = 0; i < 3; i++) {
        FlinkLake.write(fs, "s3://lake/teams/alice/" + i, "x");
      }
      assertThat(names(fs, "s3://lake/teams/alice")).containsExactly("0", "1", "2");
      assertThat(lake.s3Calls().count("DeleteObjects")).isEqualTo(3);
      assertThat(lake.notSignedByVended()).isEmpty();
      assertThat(lake.vends()).containsExactly("READWRITE s3://lake/teams/alice/*");
    }
  }

  /** Streams do not run with the plugin's class loader, and Flink's tasks have one of their own. */
  @Test
  void many_threads_with_a_jobs_class_loader_share_a_vend() throws Exception {
    int threads = 32;
    try (FlinkLake lake = lakeOfAlice(Permission.READWRITE)) {
      FileSystem fs = lake.open(ALICE);
      ExecutorService tasks =
          Executors.newFixedThreadPool(
              threads,
              task -> {
                Thread thread = new Thread(task);
                thread.setContextClassLoader(new ClassLoader(null) {});
                return thread;
              });
      try {
        CountDownLatch start = new CountDownLatch(threads);
        List<Callable<String>> work = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          String path = "s3://lake/alice/many/" + i;
          work.add(
              () -> {
                start.countDown();
                start.await();
                FlinkLake.write(fs, path, path);
                return FlinkLake.read(fs, path);
              });
        }
        List<Future<String>> done = tasks.invokeAll(work);
        for (int i = 0; i < threads; i++) {
          assertThat(done.get(i).get()).isEqualTo("s3://lake/alice/many/" + i);
        }
      } finally {
        tasks.shutdownNow();
      }
      assertThat(lake.notSignedByVended()).isEmpty();
      assertThat(lake.vends()).containsExactly("READWRITE s3://lake/alice/*");
    }
  }

  /** Flink unloads a job's classes with its class loader, if nothing holds that. */
  @Test
  void no_thread_of_the_library_holds_the_class_loader_of_the_job_that_came_first()
      throws Exception {
    ClassLoader ofJob = new ClassLoader(null) {};
    try (FlinkLake lake = lakeOfAlice(Permission.READWRITE)) {
      lake.load(lake.configuration(ALICE));
      FutureTask<String> task =
          new FutureTask<>(
              () -> {
                FlinkLake.write(lake.get("s3://lake/"), "s3://lake/alice/a", "x");
                return FlinkLake.read(lake.get("s3://lake/"), "s3://lake/alice/a");
              });
      Thread thread = new Thread(task);
      thread.setContextClassLoader(ofJob);
      thread.start();
      assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo("x");
      thread.join();
      assertThat(threads()).isNotEmpty();
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(other -> other.getContextClassLoader() == ofJob)
          .extracting(Thread::getName)
          // S3A's and version 1 of the SDK's, which hold it without the library too.
          .filteredOn(
              name ->
                  !name.startsWith("s3a-transfer-")
                      && !name.equals("java-sdk-progress-listener-callback-thread"))
          .isEmpty();
    }
  }

  @Test
  void s3_and_s3a_are_file_systems_of_the_same_plugin_and_share_a_vend() throws Exception {
    try (FlinkLake lake = lakeOfAlice(Permission.READWRITE)) {
      FlinkLake.write(lake.open(ALICE), "s3://lake/alice/a", "x");
      assertThat(FlinkLake.read(lake.get("s3a://lake/"), "s3a://lake/alice/a")).isEqualTo("x");
      assertThat(lake.notSignedByVended()).isEmpty();
      assertThat(lake.vends()).containsExactly("READWRITE s3://lake/alice/*");
    }
  }

  @Test
  void statistics_are_in_jmx_and_nothing_is_left_behind() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName any = new ObjectName("io.github.s3agrants:*");
    try (FlinkLake lake = lakeOfAlice(Permission.READWRITE)) {
      FlinkLake.write(lake.open(ALICE), "s3://lake/alice/a", "x");
      assertThat(server.queryNames(any, null))
          .containsExactly(new ObjectName("io.github.s3agrants:type=AccessGrants"));
      assertThat(
              server.getAttribute(new ObjectName("io.github.s3agrants:type=AccessGrants"), "Vends"))
          .isEqualTo(1L);
      assertThat(threads()).isNotEmpty();
    }
    assertThat(server.queryNames(any, null)).isEmpty();
    for (Thread thread : threads()) {
      thread.join(30_000);
    }
    assertThat(threads()).isEmpty();
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("s3a-access-grants"))
        .toList();
  }
}
