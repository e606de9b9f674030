package io.github.s3agrants.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.testkit.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A page of ListCallerAccessGrants. */
@Tag(TestServices.LISTS_CALLER_GRANTS)
class CallerGrantsTest {
  private static final ServiceSettings SETTINGS =
      TestServices.settings(URI.create("https://control.example:1")).build();

  private static GrantPage read(RecordingService service, Optional<String> token) {
    try (SdkAccessGrantsClient client = TestServices.client(service, new ManualClock())) {
      return client.callerGrants(
          SETTINGS,
          TestServices.INSTANCE,
          "s3://bucket/p",
          token,
          Duration.ofSeconds(5),
          TestServices.BASE);
    }
  }

  private static GrantPage read(String answer) {
    return read(
        new RecordingService(request -> RecordingService.Answer.of(answer)), Optional.empty());
  }

  private static String page(String grants) {
    return "<ListCallerAccessGrantsResult><CallerAccessGrantsList>"
        + grants
        + "</CallerAccessGrantsList></ListCallerAccessGrantsResult>";
  }

  private static String grant(String permission, String scope, String application) {
    return "<AccessGrant><Permission>"
        + permission
        + "</Permission><GrantScope>"
        + scope
        + "</GrantScope>"
        + application
        + "</AccessGrant>";
  }

  @ParameterizedTest
  @CsvSource({
    "READ, s3://bucket/p/*, '', READ on s3://bucket/p/*",
    "READWRITE, s3://bucket/p*, '', READWRITE on s3://bucket/p*",
    "WRITE, s3://bucket/p/k, '', WRITE on s3://bucket/p/k",
    "READ, s3://bucket*, '', READ on s3://bucket/*",
    "READ, s3://bucket/*, <ApplicationArn>ALL</ApplicationArn>, READ on s3://bucket/*",
    "READ, s3://bucket/*, <ApplicationArn>NA</ApplicationArn>, READ on s3://bucket/*",
    "READ, s3://bucket/*, <ApplicationArn></ApplicationArn>, READ on s3://bucket/*",
    "READ, s3://bucket/*, <ApplicationArn>arn:aws:sso::1:application/a</ApplicationArn>,"
        + " 'READ on s3://bucket/*, for an application'",
  })
  void a_grant_is(String permission, String scope, String application, String expected) {
    assertThat(read(page(grant(permission, scope, application))).grants())
        .extracting(CallerGrant::toString)
        .containsExactly(expected);
  }

  /** The service may learn new ones, and an answer may be anything. */
  @ParameterizedTest
  @CsvSource({
    "ADMIN, s3://bucket/p/*",
    "read, s3://bucket/p/*",
    "'', s3://bucket/p/*",
    "READ, nothing",
    "READ, s3://bucket/p*q/*",
    "READ, ''"
  })
  void a_grant_of_a_form_that_is_not_known_is_left_out(String permission, String scope) {
    assertThat(read(page(grant(permission, scope, ""))).grants()).isEmpty();
    assertThat(read(page("<AccessGrant/>")).grants()).isEmpty();
  }

  @Test
  void the_last_page_is_the_one_without_a_token() {
    assertThat(read(page("")).next()).isEmpty();
    assertThat(read(TestServices.callerGrants("s3://bucket/*", "")).next()).isEmpty();
    assertThat(read(TestServices.callerGrants("s3://bucket/*", "t2")).next()).contains("t2");
  }

  @Test
  void a_page_is_asked_for_as_the_caller_of_the_instance() {
    RecordingService service =
        new RecordingService(request -> RecordingService.Answer.of(page("")));
    read(service, Optional.empty());
    read(service, Optional.of("t2"));
    SdkHttpRequest sent = service.requests().get(0);
    assertThat(sent.host()).isEqualTo("control.example");
    assertThat(sent.firstMatchingHeader("Authorization").orElse(""))
        .contains("Credential=" + TestServices.BASE.accessKeyId() + "/");
    assertThat(sent.firstMatchingHeader("x-amz-account-id")).contains(TestServices.ACCOUNT);
    assertThat(sent.firstMatchingRawQueryParameter("grantscope")).contains("s3://bucket/p");
    assertThat(sent.firstMatchingRawQueryParameter("maxResults")).contains("1000");
    assertThat(sent.firstMatchingRawQueryParameter("nextToken")).isEmpty();
    assertThat(sent.firstMatchingRawQueryParameter("allowedByApplication")).isEmpty();
    assertThat(service.requests().get(1).firstMatchingRawQueryParameter("nextToken"))
        .contains("t2");
  }
}
