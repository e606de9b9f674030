package io.github.s3agrants.filesystem;

import static io.github.s3agrants.fixture.S3AFixture.grant;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Hadoop's Globber asks S3, what it needs for that, and what a partitioned table needs. */
@Tag(TestServices.LISTS_CALLER_GRANTS)
class GlobsTest {
  private static final Principal CAROL = TestPrincipals.named("carol");

  private static S3AFixture lake;

  @BeforeAll
  static void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              builder.principal(CAROL);
              grant(ALICE, Permission.READ, "lake/t/*", "lake/solo/*").accept(builder);
              grant(BOB, Permission.READWRITE, "lake/t/day=1/*").accept(builder);
              grant(CAROL, Permission.READ, "lake/t/day=*").accept(builder);
            });
    for (String file :
        List.of("t/day=1/x", "t/day=1/y", "t/day=2/x", "t/day=2/sub/z", "t/one", "solo/day=1/x")) {
      lake.upload("/" + file, "text");
    }
  }

  @AfterAll
  static void stop() throws IOException {
    lake.close();
  }

  private static String request(JournalEntry call) {
    return call.operation().startsWith("List")
        ? "LIST " + call.prefix()
        : call.operation().replace("Object", "").toUpperCase(Locale.ROOT) + " " + call.key();
  }

  private static List<String> matches(S3AFileSystem fs, String pattern) throws IOException {
    FileStatus[] found = fs.globStatus(new Path(pattern));
    return found == null
        ? List.of()
        : Arrays.stream(found).map(status -> status.getPath().toUri().getPath()).toList();
  }

  /** The directory before the first wildcard is listed, and not what its name begins with. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/t/day=*        | LIST t/ | 2",
        "/t/day=[12]     | LIST t/ | 2",
        "/t/day=*/x      | LIST t/, HEAD t/day=1/x, HEAD t/day=2/x | 2",
        "/t/day=*/none   | LIST t/, HEAD t/day=1/none, LIST t/day=1/none/, HEAD t/day=2/none,"
            + " LIST t/day=2/none/ | 0",
        "/t/day=?/sub/z  | LIST t/, HEAD t/day=1/sub/z, LIST t/day=1/sub/z/, HEAD t/day=2/sub/z | 1",
        "/t/day=*/*      | LIST t/, LIST t/day=1/, LIST t/day=2/ | 4",
        "/t/day=1/*      | LIST t/day=1/ | 2",
        "/t/{day=1,day=2}/x | LIST t/, HEAD t/day=1/x, HEAD t/day=2/x | 2",
        "/t/{day=1/x,day=2/x} | HEAD t/day=1/x, HEAD t/day=2/x | 2",
        "/t/day=1/x      | HEAD t/day=1/x | 1",
        "/t/day=\\*/x    | HEAD t/day=*/x, LIST t/day=*/x/ | 0",
        "/solo/*/x       | LIST solo/, HEAD solo/day=1/x | 1",
      })
  void a_glob_lists_the_directory_before_its_first_wildcard(
      String pattern, String requests, int matches) throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      lake.emulator.resetJournal();
      assertThat(matches(fs, pattern)).hasSize(matches);
      assertThat(lake.s3CallsOf(ALICE).entries().stream().map(GlobsTest::request))
          .containsExactly(requests.split(", "));
      assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    }
  }

  @Test
  void a_grant_on_what_the_matches_begin_with_is_not_enough_to_list_them() throws IOException {
    try (S3AFileSystem fs = lake.open(CAROL)) {
      AccessDeniedException e =
          assertThrows(AccessDeniedException.class, () -> matches(fs, "/t/day=*/x"));
      assertThat(e.getMessage())
          .contains("Needed: a grant of READ whose scope covers s3://lake/t/*");
      assertThat(matches(fs, "/t/day=1/*")).hasSize(2);
      assertThat(matches(fs, "/t/{day=1/x,day=2/x}")).hasSize(2);
    }
  }

  @Test
  void under_grants_on_partitions_it_takes_list_granted_and_shows_these() throws IOException {
    try (S3AFileSystem fs = lake.open(BOB)) {
      assertThrows(AccessDeniedException.class, () -> matches(fs, "/t/day=*/x"));
    }
    Configuration conf = lake.grants(BOB);
    conf.setBoolean("fs.s3a.accessgrants.list.granted", true);
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(matches(fs, "/t/day=*/x")).containsExactly("/t/day=1/x");
    }
  }

  private static TaskAttemptContext task(Configuration conf) {
    return new TaskAttemptContextImpl(
        conf, TaskAttemptID.forName("attempt_202601010000_0001_m_000000_0"));
  }

  /** As Spark's partitionBy does it, also if all rows are of the partition that is granted. */
  @Test
  void a_committer_works_at_the_root_of_the_table_and_not_in_a_partition() throws IOException {
    Configuration conf = lake.grants(BOB);
    try (S3AFileSystem fs = lake.open(conf)) {
      TaskAttemptContext task = task(conf);
      AccessDeniedException e =
          assertThrows(
              AccessDeniedException.class,
              () -> new FileOutputCommitter(new Path("s3a://lake/t"), task).setupJob(task));
      assertThat(e.getMessage())
          .contains("s3://lake/t/_temporary")
          .contains("Needed: a grant of READWRITE whose scope covers s3://lake/t/*");

      FileOutputCommitter partition = new FileOutputCommitter(new Path("s3a://lake/t/day=1"), task);
      partition.setupJob(task);
      partition.setupTask(task);
      S3AFixture.write(fs, new Path(partition.getWorkPath(), "part-0").toString(), "text");
      partition.commitTask(task);
      partition.commitJob(task);
      assertThat(S3AFixture.read(fs, "/t/day=1/part-0")).isEqualTo("text");
    } finally {
      // The committer's own, which it leaves open.
      FileSystem.closeAll();
      try (S3AFileSystem admin = lake.open(lake.plain(TestPrincipals.ADMIN))) {
        admin.delete(new Path("/t/day=1/part-0"), false);
        admin.delete(new Path("/t/day=1/_SUCCESS"), false);
      }
    }
  }
}
