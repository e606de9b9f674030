package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3agrants.examples.CommitterFixture.Side;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every committer works with one grant of the jobs' output, as it does with credentials that may do
 * everything. {@link CommitterJobs} has the jobs.
 */
class CommittersIT {

  /** The temporary folders of the committers, until the job ends. */
  private static final String WORKING_FOLDERS = ".*(_temporary|__magic|\\.spark-staging).*";

  private static CommitterFixture fixture;
  private static Map<String, String> plain;
  private static Map<String, String> vended;

  @BeforeAll
  static void runAllJobs() throws Exception {
    fixture = CommitterFixture.start();
    CompletableFuture<List<String>> meanwhile =
        CompletableFuture.supplyAsync(() -> fixture.run(Side.PLAIN));
    vended = outcomes(fixture.run(Side.VENDED));
    plain = outcomes(meanwhile.get());
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  private static Map<String, String> outcomes(List<String> lines) {
    Map<String, String> outcomes = new LinkedHashMap<>();
    for (String line : lines) {
      String[] step = line.split(": ", 2);
      outcomes.put(step[0], step[1]);
    }
    return outcomes;
  }

  @ParameterizedTest
  @EnumSource
  void reads_back_what_it_wrote_under_one_grant(Committer committer) {
    assertThat(outcome(committer, "write")).isEqualTo("0 1 2 3 4 5 6 7");
    assertThat(outcome(committer, "append")).isEqualTo("0 1 2 3 4 5 6 7 8 9 10 11");
    assertThat(outcome(committer, "overwrite")).isEqualTo("0 1 2 3 4 5");
    assertThat(outcome(committer, "task-failure")).isEqualTo("0 1 2 3 4 5 6 7");
    assertThat(outcome(committer, "job-failure")).startsWith("failed: ").contains("Planned");
    assertThat(outcome(committer, "grant-root")).isEqualTo("0 1 2 3");
    assertThat(outcome(committer, "grant-root-again")).isEqualTo("0 1 2 3 4 5");
  }

  @ParameterizedTest
  @EnumSource
  void commits_one_attempt_of_a_task(Committer committer) {
    String first = "task 0 attempt 0 task 1 attempt 0";
    assertThat(outcome(committer, "speculation")).isEqualTo(first);
    assertThat(outcome(committer, "lost-attempt")).isEqualTo(first);
    assertThat(outcome(committer, "aborted-job")).isEqualTo("aborted");
  }

  /** The S3A committers report to Spark that they cannot, with any credentials. */
  @ParameterizedTest
  @EnumSource
  void replaces_one_partition_where_the_committer_can(Committer committer) {
    String replaced = "0 2 4 101";
    assertThat(outcome(committer, "dynamic-overwrite"))
        .isEqualTo(committer.renames() ? replaced : "failed: IOException");
    if (committer == Committer.PARTITIONED) {
      assertThat(outcome(committer, "conflict-mode-replace")).isEqualTo(replaced);
    }
  }

  /** A rename is a copy, and a copy needs one READWRITE grant. An upload does not. */
  @ParameterizedTest
  @EnumSource
  void separate_grants_do_where_nothing_is_renamed(Committer committer) {
    assertThat(outcome(committer, "separate-grants"))
        .matches(committer.renames() ? "failed: .*AccessDeniedException" : "0 1 2 3");
  }

  @Test
  void ends_as_with_credentials_that_may_do_everything() {
    Map<String, String> expected = new LinkedHashMap<>(plain);
    for (Committer each : Committer.values()) {
      String refused = each.id() + " separate-grants";
      assertThat(expected).containsEntry(refused, "0 1 2 3");
      if (each.renames()) {
        expected.put(refused, vended.getOrDefault(refused, "not run"));
      }
    }
    assertThat(vended).isEqualTo(expected).hasSizeGreaterThan(50);
  }

  @ParameterizedTest
  @EnumSource
  void leaves_the_same_tree(Committer committer) {
    String folder = "team/alice/" + committer.id() + "/";
    List<String> left = fixture.keys(Side.VENDED, folder);
    assertThat(left).isEqualTo(fixture.keys(Side.PLAIN, folder));
    assertThat(left).contains(folder + "table/_SUCCESS", folder + "speculation/_SUCCESS");
    assertThat(left).noneMatch(key -> key.matches(WORKING_FOLDERS));
    // Version 2 of the algorithm moves a task's files to the output before the job commits.
    assertThat(left.stream().anyMatch(key -> key.startsWith(folder + "failed/part-")))
        .isEqualTo(committer == Committer.FILE_V2);

    String top = "top-" + committer.id() + "/";
    assertThat(fixture.keys(Side.VENDED, top))
        .isEqualTo(fixture.keys(Side.PLAIN, top))
        .isNotEmpty();
  }

  @Test
  void leaves_no_pending_upload() {
    assertThat(fixture.uploads(Side.VENDED)).isEqualTo(fixture.uploads(Side.PLAIN)).isEmpty();
  }

  /** The staging committers leave the files of lost task attempts on the disk. */
  @Test
  void leaves_the_same_files_on_the_local_disk() throws IOException {
    assertThat(fixture.localFiles(Side.VENDED))
        .isEqualTo(fixture.localFiles(Side.PLAIN))
        .hasSize(8);
  }

  @ParameterizedTest
  @EnumSource
  void is_the_committer_that_it_says_it_is(Committer committer) {
    String success =
        fixture.text(Side.VENDED, "team/alice/" + committer.id() + "/speculation/_SUCCESS");
    if (committer.renames()) {
      assertThat(success).isEmpty();
    } else {
      assertThat(success).contains("\"committer\":\"" + committer.id() + "\"");
    }
  }

  @Test
  void signs_no_request_with_the_callers_own_credentials() throws IOException {
    assertThat(fixture.calls(Side.VENDED, "s3"))
        .isNotEmpty()
        .allMatch(call -> call.path("signer").asText().equals("VENDED"));
  }

  /** Covers all jobs of all committers, which run in one JVM. */
  @Test
  void asks_for_credentials_once() throws IOException {
    List<String> calls =
        fixture.calls(Side.VENDED, "s3control").stream()
            .filter(call -> call.path("target").asText().startsWith("s3://vended/team/"))
            .map(CommittersIT::dataAccess)
            .toList();

    assertThat(calls).containsExactly("READWRITE s3://vended/team/alice/* 200");
  }

  private static String dataAccess(JsonNode call) {
    return call.path("permission").asText()
        + " "
        + call.path("target").asText()
        + " "
        + call.path("status").asText();
  }

  @ParameterizedTest
  @EnumSource
  void sends_no_more_requests_to_s3_than_with_plain_credentials(Committer committer)
      throws IOException {
    String folder = "team/alice/" + committer.id();
    assertThat(fixture.s3Requests(Side.VENDED, folder))
        .isPositive()
        .isLessThanOrEqualTo(fixture.s3Requests(Side.PLAIN, folder));
  }

  private static String outcome(Committer committer, String step) {
    return vended.getOrDefault(committer.id() + " " + step, "not run");
  }
}
