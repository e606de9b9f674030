package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3agrants.examples.TeamRequests.Promise;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How {@link TeamRequests} counts journal entries by team, and what it objects to. */
class TeamRequestsTest {

  private static final List<Promise> PROMISES =
      List.of(
          new Promise("owners", 1, List.of()),
          new Promise("readers", 1, List.of("WRITE s3://lake/table/")));
  private static final String OWNER_WRITES = s3("owners", "PutObject", "VENDED");
  private static final String OWNER_ASKS =
      dataAccess("owners", "s3://lake/table/*", "READWRITE", 200);
  private static final String READER_READS = s3("readers", "GetObject", "VENDED");
  private static final String READER_ASKS = dataAccess("readers", "s3://lake/table/*", "READ", 200);
  private static final String READER_DENIED =
      dataAccess("readers", "s3://lake/table/data/" + "a".repeat(60), "WRITE", 403);

  @Test
  void counts_by_team() throws IOException {
    TeamRequests requests = TeamRequestsTest.requests();

    assertThat(requests.dataAccessCalls("granted")).isEqualTo(2);
    assertThat(requests.dataAccessCalls("denied")).isOne();
    assertThat(requests.lines().stream().map(line -> line.replaceAll(" +", " ").strip()))
        .containsExactly(
            "team S3 requests: vended base other GetDataAccess: granted denied",
            "owners 1 0 0 1 0",
            "readers 1 0 0 1 1",
            "",
            "team GetDataAccess target permission calls",
            "owners s3://lake/table/* READWRITE granted 1",
            "readers s3://lake/table/* READ granted 1",
            "readers s3://lake/table/data/aaaaaaaaaaa…" + "a".repeat(31) + " WRITE denied 1");
  }

  @Test
  void accepts_what_was_promised() throws IOException {
    assertThat(requests().objection(PROMISES)).isEmpty();
  }

  @Test
  void objects_to_a_request_signed_with_base_credentials() throws IOException {
    assertThat(requests(s3("readers", "GetObject", "BASE")).objection(PROMISES))
        .hasValue("readers: 1 requests signed with base credentials, 0 with none that are valid");
  }

  @Test
  void objects_to_a_second_call_for_a_grant() throws IOException {
    assertThat(requests(OWNER_ASKS).objection(PROMISES))
        .hasValue("owners: 2 GetDataAccess calls were granted, not one for each of the 1 grants");
  }

  @Test
  void objects_to_a_denial_of_who_should_have_none() throws IOException {
    assertThat(requests(dataAccess("owners", "s3://lake/table", "READ", 403)).objection(PROMISES))
        .hasValue("owners: GetDataAccess for READ s3://lake/table: denied");
  }

  @Test
  void objects_to_another_denial_and_to_another_failure() throws IOException {
    String denied = dataAccess("readers", "s3://lake/table/data/1", "READ", 403);
    String failed = dataAccess("readers", "s3://lake/table/data/1", "WRITE", 503);

    assertThat(requests(denied).objection(PROMISES))
        .hasValue("readers: GetDataAccess for READ s3://lake/table/data/1: denied");
    assertThat(requests(failed).objection(PROMISES))
        .hasValue("readers: GetDataAccess for WRITE s3://lake/table/data/1: HTTP 503");
  }

  @Test
  void objects_when_a_denial_is_missing() throws IOException {
    List<Promise> promises =
        List.of(PROMISES.get(0), new Promise("readers", 1, List.of("WRITE s3://lake/other/")));

    assertThat(requests().objection(promises))
        .hasValue("readers: Access Grants did not deny WRITE s3://lake/other/");
  }

  @Test
  void objects_to_a_principal_that_is_no_team() throws IOException {
    assertThat(requests(s3("", "GetObject", "UNKNOWN")).objection(PROMISES))
        .hasValue("requests of a principal that is no team: ''");
  }

  @Test
  void objects_to_a_team_that_did_nothing() throws IOException {
    List<Promise> promises =
        List.of(PROMISES.get(0), PROMISES.get(1), new Promise("outsiders", 0, List.of()));

    assertThat(requests().objection(promises)).hasValue("outsiders: no request");
  }

  /** What was promised, and more. */
  private static TeamRequests requests(String... more) throws IOException {
    String promised =
        String.join(",", OWNER_WRITES, OWNER_ASKS, READER_READS, READER_ASKS, READER_DENIED);
    String others = more.length == 0 ? "" : "," + String.join(",", more);
    return TeamRequests.of(
        new ObjectMapper()
            .readTree(
                "[" + promised + others + "," + s3("administrator", "PutObject", "BASE") + "]"),
        "administrator");
  }

  private static String s3(String principal, String operation, String signer) {
    return String.format(
        "{\"service\":\"s3\",\"principal\":\"%s\",\"operation\":\"%s\",\"signer\":\"%s\"}",
        principal, operation, signer);
  }

  private static String dataAccess(String principal, String target, String permission, int status) {
    return String.format(
        "{\"service\":\"s3control\",\"principal\":\"%s\",\"operation\":\"GetDataAccess\","
            + "\"signer\":\"BASE\",\"status\":%d,\"target\":\"%s\",\"permission\":\"%s\"}",
        principal, status, target, permission);
  }
}
