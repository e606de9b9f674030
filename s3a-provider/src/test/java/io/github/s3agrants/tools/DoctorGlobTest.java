package io.github.s3agrants.tools;

import static io.github.s3agrants.fixture.S3AFixture.grant;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the doctor says of paths with wildcards, and of what Spark writes. */
@Tag(TestServices.LISTS_CALLER_GRANTS)
class DoctorGlobTest {
  private static final Principal CAROL = TestPrincipals.named("carol");

  private static S3AFixture s3a;

  @BeforeAll
  static void start() throws IOException {
    s3a =
        S3AFixture.start(
            builder -> {
              builder.principal(CAROL);
              grant(ALICE, Permission.READWRITE, "lake/t/*").accept(builder);
              grant(BOB, Permission.READWRITE, "lake/t/day=1/*").accept(builder);
              grant(CAROL, Permission.READ, "lake/t/day=*").accept(builder);
            });
    s3a.upload("/t/day=1/x", "text");
    s3a.upload("/t/day=2/x", "text");
    s3a.upload("/t/day=2/y", "text");
  }

  @AfterAll
  static void stop() throws IOException {
    s3a.close();
  }

  @Test
  void the_directory_before_the_first_wildcard_is_listed_and_each_match_read() throws Exception {
    DoctorRun run = DoctorRun.with(s3a.grants(ALICE), "s3a://lake/t/day=*/x");
    assertThat(run.exitStatus()).as(run.text()).isZero();
    assertThat(run.text())
        .contains(
            "1 of them for this path, above or below",
            "OK       S3 answers: 2 paths match s3a://lake/t/day=*/x",
            "OK       ls of the directory before the first wildcard needs READ on s3://lake/t/* for"
                + " ListObjectsV2: granted",
            "OK       read of a match needs READ on s3://lake/t/day=1/x for GetObject: granted",
            "OK       read of a match needs READ on s3://lake/t/day=2/x for GetObject: granted")
        .doesNotContain("rename needs", "delete needs");
  }

  @Test
  void a_directory_that_matches_is_read_as_a_whole() throws Exception {
    DoctorRun run = DoctorRun.with(s3a.grants(ALICE), "s3a://lake/t/day=*");
    assertThat(run.text())
        .contains("read of a match needs READ on s3://lake/t/day=2/* for GetObject: granted");
  }

  @Test
  void nothing_that_matches_is_no_failure() throws Exception {
    DoctorRun run = DoctorRun.with(s3a.grants(ALICE), "s3a://lake/t/day=*/none");
    assertThat(run.exitStatus()).as(run.text()).isZero();
    assertThat(run.text()).contains("S3 answers: nothing matches s3a://lake/t/day=*/none yet");
  }

  @Test
  void a_grant_on_what_the_matches_begin_with_is_told_to_be_too_narrow() throws Exception {
    DoctorRun run = DoctorRun.with(s3a.grants(CAROL), "s3a://lake/t/day=*");
    assertThat(run.exitStatus()).as(run.text()).isEqualTo(2);
    assertThat(run.text())
        .contains(
            "WARNING  ls of the directory before the first wildcard needs READ on s3://lake/t/* for"
                + " ListObjectsV2: refused.",
            "Remedy: Needed: a grant of READ whose scope covers s3://lake/t/*",
            "FAILED   Nothing is granted that finds a match");
  }

  @Test
  void alternatives_with_a_slash_are_paths_of_their_own() throws Exception {
    DoctorRun run = DoctorRun.with(s3a.grants(CAROL), "s3a://lake/t/{day=1/x,day=2/*}");
    assertThat(run.exitStatus()).as(run.text()).isZero();
    assertThat(run.text())
        .contains(
            "S3 answers: 3 paths match",
            "ls of the directory before the first wildcard needs READ on s3://lake/t/day=2/* for"
                + " ListObjectsV2: granted",
            "status of an alternative without wildcard needs READ on s3://lake/t/day=1/x for"
                + " HeadObject: granted");
  }

  @Test
  void with_write_it_says_what_spark_needs_for_the_table() throws Exception {
    DoctorRun run = DoctorRun.with(s3a.grants(ALICE), "s3a://lake/t/day=*", "--write");
    assertThat(run.exitStatus()).as(run.text()).isZero();
    assertThat(run.text())
        .contains(
            "S3 answers: s3a://lake/t/.s3a-access-grants-doctor-",
            "OK       Spark's write to it, by way of s3a://lake/t/_temporary, needs READWRITE on"
                + " s3://lake/t/* for CopyObject: granted");
  }

  @Test
  void with_write_to_a_partition_it_also_says_what_the_table_needs() throws Exception {
    DoctorRun run = DoctorRun.with(s3a.grants(BOB), "--write", "s3a://lake/t/day=1");
    assertThat(run.exitStatus()).as(run.text()).isEqualTo(1);
    assertThat(run.lines("WARNING"))
        .singleElement()
        .asString()
        .contains(
            "Spark's write to the table with partitionBy, by way of s3a://lake/t/_temporary, needs"
                + " READWRITE on s3://lake/t/* for CopyObject: refused.");
    assertThat(run.text())
        .contains(
            "OK       Spark's write to it, by way of s3a://lake/t/day=1/_temporary, needs READWRITE"
                + " on s3://lake/t/day=1/* for CopyObject: granted",
            "Remedy: Needed: a grant of READWRITE whose scope covers s3://lake/t/*");
  }

  @Test
  void with_list_granted_it_finds_what_is_granted_and_warns() throws Exception {
    DoctorRun run =
        DoctorRun.with(
            s3a.grants(BOB),
            "--conf",
            "fs.s3a.accessgrants.list.granted=true",
            "s3a://lake/t/day=*");
    assertThat(run.exitStatus()).as(run.text()).isEqualTo(1);
    assertThat(run.text())
        .contains(
            "S3 answers: 1 path matches s3a://lake/t/day=*",
            "OK       read of a match needs READ on s3://lake/t/day=1/* for GetObject: granted");
  }

  @Test
  void a_wildcard_that_is_protected_is_none() throws Exception {
    DoctorRun run = DoctorRun.with(s3a.grants(ALICE), "s3a://lake/t/day=\\*/x");
    assertThat(run.text()).contains("rename needs").doesNotContain("wildcard");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a://lake/t/[a", "s3a://lake/t/{a"})
  void what_is_no_glob_is_a_wrong_command_line(String path) throws Exception {
    DoctorRun run = DoctorRun.with(s3a.grants(ALICE), path);
    assertThat(run.exitStatus()).as(run.text()).isEqualTo(2);
    assertThat(run.text()).contains("Usage: doctor");
  }
}
