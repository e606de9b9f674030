package io.github.s3agrants.tables;

import static io.github.s3agrants.emulator.api.Permission.READ;
import static io.github.s3agrants.emulator.api.Permission.READWRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.examples.cluster.Deadline;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Structured Streaming with sink, checkpoint and state in S3. Each test has users of its own,
 * because Spark never closes the file systems of a checkpoint, and so nothing that was vended in an
 * earlier test is forgotten.
 */
class StreamingIT {
  /** May read the team's folder, and write into their own. */
  private static final Principal ANALYST =
      TestPrincipals.named("analyst")
          .withS3("s3://plain/team/*", READ)
          .withS3("s3://plain/analyst/*", READWRITE);

  private static final Principal STOPS = ofTheTeam("stops");
  private static final Principal LIVES = ofTheTeam("lives");
  private static final Principal LIVES_LONG = ofTheTeam("liveslong");

  /** Far more than it takes. */
  private static final Duration AT_ONCE = Duration.ofSeconds(15);

  private static final String TASK = "org.apache.spark.executor.Executor$TaskRunner";

  private static final String ABORTABLE =
      "org.apache.spark.internal.io.cloud.AbortableStreamBasedCheckpointFileManager";

  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE =
      new LakehouseExtension(grants(), Map.of("spark.hadoop.fs.s3a.multipart.size", "5M"));

  private static Principal ofTheTeam(String name) {
    return TestPrincipals.named(name).withS3("s3://plain/team/*", READWRITE);
  }

  private static List<Lakehouse.Granted> grants() {
    List<Lakehouse.Granted> grants = new ArrayList<>(Lakehouse.USUAL);
    grants.add(new Lakehouse.Granted(ANALYST, READ, "team/*"));
    grants.add(new Lakehouse.Granted(ANALYST, READWRITE, "analyst/*"));
    for (Principal user : List.of(STOPS, LIVES, LIVES_LONG)) {
      grants.add(new Lakehouse.Granted(user, READWRITE, "team/*"));
    }
    return List.copyOf(grants);
  }

  /** So that these folders are found by whoever looks for parents. */
  @BeforeEach
  void folders(Lakehouse lake) {
    lake.put("team/readme", "of the team");
    lake.put("analyst/readme", "of the analyst");
  }

  @Test
  void files_to_a_sink_and_to_state(Lakehouse lake) throws Exception {
    String table = "{root}/stream/copy";
    String own = "s3a://{bucket}/analyst/";
    Workload workload =
        new Workload()
            .step("a file", run -> arrives(run, "stream/in", 0))
            .step("another file", run -> arrives(run, "stream/in", 1))
            .step("copy", run -> copies(run, table, "{root}/stream/checkpoint-copy"))
            .step("count", StreamingIT::counts)
            .step("a third file", run -> arrives(run, "stream/in", 2))
            .step("copy the rest", run -> copies(run, table, "{root}/stream/checkpoint-copy"))
            .step("count the rest", StreamingIT::counts)
            .works(
                ANALYST, "copy to their own", run -> copies(run, own + "copy", own + "checkpoint"))
            // Into a new folder: Spark skips a batch that the sink has already.
            .refused(
                ANALYST,
                "copy into the team's",
                run -> copies(run, "{root}/stream/copy4", own + "checkpoint4"))
            .refused(
                ANALYST,
                "new checkpoint in the team's",
                run -> copies(run, own + "copy3", "{root}/stream/checkpoint3"))
            .reads("read", run -> run.sql("SELECT * FROM parquet.`" + table + "`"))
            .step("copy without renames", StreamingIT::copiesWithoutRenames);
    Comparison both = Comparison.of(lake, workload).isTheSame();
    assertThat(both.vended().vended())
        .isEqualTo(
            Map.of(
                "owner READWRITE s3://vended/team/*", 1L,
                "analyst READ s3://vended/team/*", 1L,
                "analyst READWRITE s3://vended/analyst/*", 1L,
                "reader READ s3://vended/team/*", 1L));
    assertThat(both.vended().refused())
        .hasSize(2)
        .allSatisfy(
            (call, count) -> {
              assertThat(call).startsWith("analyst WRITE s3://vended/team/stream/");
              assertThat(count).isOne();
            });
    TablesPage.has("streams", both.rows());
  }

  @Test
  void a_query_stopped_in_a_batch_leaves_nothing_more(Lakehouse lake) throws Exception {
    Workload workload =
        new Workload()
            .works(STOPS, "a file", run -> arrive(run, "stopped/in", 0, 1000))
            .works(STOPS, "stop", run -> stops(run, lake));
    Comparison both = Comparison.of(lake, workload).endsTheSame();
    assertThat(both.vended().vended()).isEqualTo(Map.of("stops READWRITE s3://vended/team/*", 1L));
  }

  /**
   * Credentials do not sign in the last twentieth of their life: here 200 ms, which is long enough
   * for a request on a busy machine. If a HEAD comes too late all the same, S3's answer has no
   * code.
   */
  @Test
  void four_short_lives_of_credentials(Lakehouse lake) throws Exception {
    livesThrough(4, Duration.ofSeconds(4), lake, LIVES);
  }

  @Test
  @Tag("minutes")
  @Timeout(400)
  void ten_lives_of_credentials(Lakehouse lake) throws Exception {
    livesThrough(10, Duration.ofSeconds(20), lake, LIVES_LONG);
  }

  private static void livesThrough(int lives, Duration life, Lakehouse lake, Principal user)
      throws Exception {
    StepRun run = new StepRun(Side.VENDED, lake.spark());
    lake.emulator().forget();
    lake.emulator().credentialLife(life);
    CurrentUser.become(user);
    long start = System.nanoTime();
    try {
      long rows = 10 * streamsFor(life.multipliedBy(lives), run, user.name());
      String copy = "parquet.`" + run.path(user.name() + "/copy") + "`";
      String counts = "parquet.`" + run.path(user.name() + "/counts") + "`";
      assertThat(run.value("SELECT count(*) FROM " + copy)).isEqualTo(rows);
      assertThat(run.value("SELECT count(DISTINCT id) FROM " + copy)).isEqualTo(rows);
      assertThat(run.value("SELECT sum(count) FROM " + counts)).isEqualTo(rows);
      // The other side has no such folder.
      Path folder = new Path(run.path(user.name()));
      folder.getFileSystem(run.spark().sparkContext().hadoopConfiguration()).delete(folder, true);
    } finally {
      CurrentUser.become(Lakehouse.OWNER);
      lake.emulator().credentialLife(Duration.ofHours(1));
    }
    // Credentials are renewed after at least 55 percent of their life.
    double earliest = 0.55 * life.toNanos();
    long most = 2 + (long) ((System.nanoTime() - start) / earliest);
    Requests sent = Requests.of(lake.journal(), Side.VENDED);
    assertThat(sent.signers()).containsOnlyKeys("VENDED");
    assertThat(sent.refused()).isEmpty();
    assertThat(sent.vended()).containsOnlyKeys(user.name() + " READWRITE s3://vended/team/*");
    assertThat(sent.vended().values())
        .allSatisfy(vends -> assertThat(vends).isBetween((long) lives, most));
  }

  /**
   * Runs two queries on files that arrive as fast as they are read.
   *
   * @return the number of files, with ten rows each
   */
  private static long streamsFor(Duration time, StepRun run, String folder) throws Exception {
    String in = run.path(folder + "/in");
    long files = 0;
    arrives(run, folder + "/in", files++);
    try {
      List<StreamingQuery> queries =
          List.of(
              Streams.copy(
                      run.spark(),
                      in,
                      run.path(folder + "/copy"),
                      run.path(folder + "/checkpoint-copy"))
                  .start(),
              Streams.counts(
                      run.spark(),
                      in,
                      run.path(folder + "/counts"),
                      run.path(folder + "/checkpoint-counts"))
                  .start());
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() - end < 0) {
        arrives(run, folder + "/in", files++);
        for (StreamingQuery query : queries) {
          query.processAllAvailable();
        }
      }
    } finally {
      for (StreamingQuery query : run.spark().streams().active()) {
        query.stop();
      }
    }
    return files;
  }

  /** A file of ten rows is there. */
  private static String arrives(StepRun run, String folder, long number) {
    return arrive(run, folder, number * 10, number * 10 + 10);
  }

  private static String arrive(StepRun run, String folder, long from, long to) {
    run.spark()
        .range(from, to, 1, 1)
        .selectExpr("id", "CAST(id % 3 AS INT) day")
        .write()
        .mode(SaveMode.Append)
        .json(run.path(folder));
    return "written";
  }

  private static String copies(StepRun run, String to, String checkpoint) throws Exception {
    toTheEnd(
        Streams.copy(
            run.spark(), run.path("stream/in"), run.side().in(to), run.side().in(checkpoint)));
    return run.sql("SELECT * FROM parquet.`" + to + "`");
  }

  private static String copiesWithoutRenames(StepRun run) throws Exception {
    String key = "spark.sql.streaming.checkpointFileManagerClass";
    run.spark().conf().set(key, ABORTABLE);
    try {
      return copies(run, "{root}/stream/copy2", "{root}/stream/checkpoint-copy2");
    } finally {
      run.spark().conf().unset(key);
    }
  }

  private static String counts(StepRun run) throws Exception {
    toTheEnd(
        Streams.counts(
            run.spark(),
            run.path("stream/in"),
            run.path("stream/counts"),
            run.path("stream/checkpoint-counts")));
    return run.sql("SELECT * FROM parquet.`{root}/stream/counts`");
  }

  private static void toTheEnd(DataStreamWriter<Row> writer) throws Exception {
    writer.trigger(Trigger.AvailableNow()).start().awaitTermination();
  }

  private static String stops(StepRun run, Lakehouse lake) throws Exception {
    StreamingQuery query =
        Streams.unfinished(
                run.spark(),
                run.path("stopped/in"),
                run.path("stopped/out"),
                run.path("stopped/checkpoint"))
            .start();
    await(
        "a part, and a row that waits",
        () -> {
          assertThat(query.exception().isEmpty()).isTrue();
          return isRunning(Streams.class.getName())
              && Requests.of(lake.journal(), run.side()).s3().containsKey("UploadPart");
        });
    long stopping = System.nanoTime();
    query.stop();
    boolean atOnce = System.nanoTime() - stopping < AT_ONCE.toNanos();
    // Spark does not wait for tasks that it has cancelled.
    await("the end of the task", () -> !isRunning(TASK));
    return String.join(
        " ",
        "at once " + atOnce,
        "exception " + query.exception().isDefined(),
        "uploads " + lake.uploads(run.side()).size(),
        "threads " + streamThreads());
  }

  /** True if a thread is in a method of that class. */
  private static boolean isRunning(String type) {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame -> frame.getClassName().equals(type));
  }

  private static long streamThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("stream execution thread"))
        .count();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(String what, Condition condition)
      throws IOException, InterruptedException {
    Deadline.await(
        what,
        Duration.ofMinutes(1),
        () -> condition.holds() ? Optional.of(true) : Optional.empty());
  }
}
