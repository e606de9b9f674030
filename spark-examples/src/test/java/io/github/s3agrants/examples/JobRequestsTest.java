package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How {@link JobRequests} counts journal entries, and what it objects to. */
class JobRequestsTest {

  private static final List<String> MUST_BE_DENIED =
      List.of("WRITE s3://lake/alice/", "READ s3://lake/carol/");
  private static final String VENDED_GET = s3("analyst", "GetObject", "VENDED");
  private static final String DENIED_READ = dataAccess("s3://lake/carol/file", "READ", 403);
  private static final String DENIED_WRITE = dataAccess("s3://lake/alice/*", "WRITE", 403);

  @Test
  void counts_by_signer_and_by_target() throws IOException {
    JobRequests requests =
        requests(
            VENDED_GET,
            VENDED_GET,
            s3("analyst", "HeadBucket", "BASE"),
            s3("administrator", "PutObject", "BASE"),
            dataAccess("s3://lake/alice/*", "READ", 200),
            dataAccess("s3://lake/alice/*", "READ", 200),
            DENIED_READ);

    assertThat(requests.dataAccessCalls()).isEqualTo(3);
    assertThat(requests.lines().stream().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "S3 requests, signed with credentials vended base other",
            "GetObject 2 0 0",
            "HeadBucket 0 1 0",
            "",
            "GetDataAccess target permission calls",
            "s3://lake/alice/* READ granted 2",
            "s3://lake/carol/file READ denied 1");
  }

  @Test
  void accepts_vended_requests_and_both_denials() throws IOException {
    assertThat(requests(VENDED_GET, DENIED_READ, DENIED_WRITE).objection(MUST_BE_DENIED)).isEmpty();
  }

  @Test
  void objects_to_one_request_signed_with_base_credentials() throws IOException {
    assertThat(
            requests(VENDED_GET, DENIED_READ, DENIED_WRITE, s3("analyst", "GetObject", "BASE"))
                .objection(MUST_BE_DENIED))
        .hasValue("1 requests signed with base credentials, 0 with none that are valid");
  }

  @Test
  void objects_to_a_request_that_nobody_known_signed() throws IOException {
    assertThat(
            requests(VENDED_GET, DENIED_READ, DENIED_WRITE, s3("", "GetObject", "UNKNOWN"))
                .objection(MUST_BE_DENIED))
        .hasValue("0 requests signed with base credentials, 1 with none that are valid");
  }

  @Test
  void objects_when_nothing_was_vended() throws IOException {
    assertThat(requests(DENIED_READ, DENIED_WRITE).objection(MUST_BE_DENIED))
        .hasValue("no request signed with vended credentials");
  }

  @Test
  void objects_when_a_denial_is_missing() throws IOException {
    String otherDenial = dataAccess("s3://lake/bob", "WRITE", 403);

    assertThat(requests(VENDED_GET, DENIED_READ, otherDenial).objection(MUST_BE_DENIED))
        .hasValue("Access Grants did not deny WRITE s3://lake/alice/");
    assertThat(requests(VENDED_GET, DENIED_WRITE, otherDenial).objection(MUST_BE_DENIED))
        .hasValue("Access Grants did not deny READ s3://lake/carol/");
  }

  private static JobRequests requests(String... entries) throws IOException {
    return JobRequests.of(
        new ObjectMapper().readTree(List.of(entries).toString()), "administrator");
  }

  private static String s3(String principal, String operation, String signer) {
    return String.format(
        "{\"service\":\"s3\",\"principal\":\"%s\",\"operation\":\"%s\",\"signer\":\"%s\"}",
        principal, operation, signer);
  }

  private static String dataAccess(String target, String permission, int status) {
    return String.format(
        "{\"service\":\"s3control\",\"principal\":\"analyst\",\"operation\":\"GetDataAccess\","
            + "\"signer\":\"BASE\",\"status\":%d,\"target\":\"%s\",\"permission\":\"%s\"}",
        status, target, permission);
  }
}
