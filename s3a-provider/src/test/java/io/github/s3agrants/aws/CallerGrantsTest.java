package io.github.s3agrants.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.testkit.ManualClock;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpRequest;

/** ListCallerAccessGrants and its pages: whether a grant lies below a path. */
@Tag(TestServices.LISTS_CALLER_GRANTS)
class CallerGrantsTest {
  private static final S3Path OBJECT = S3Path.object("bucket", "p/k");
  private static final ServiceSettings SETTINGS =
      TestServices.settings(URI.create("https://control.example:1")).build();

  /**
   * Serves pages of the caller's grants, numbered from 1, until a page has no next token or an
   * empty one.
   */
  private static RecordingService listing(IntFunction<String> pages) {
    AtomicInteger count = new AtomicInteger();
    return new RecordingService(
        request -> RecordingService.Answer.of(pages.apply(count.incrementAndGet())));
  }

  private static String page(String scope, @Nullable String next) {
    return TestServices.callerGrants(scope, next == null ? "" : next)
        .replace("<NextToken></NextToken>", next == null ? "" : "<NextToken></NextToken>");
  }

  private static boolean hasGrantBelow(RecordingService service, S3Path path) {
    try (SdkAccessGrantsClient client = TestServices.client(service, new ManualClock())) {
      return client.hasGrantBelow(SETTINGS, TestServices.INSTANCE, path, TestServices.BASE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s3://bucket/p/k/*, true",
    "s3://bucket/p/k/x, true",
    "s3://bucket/p/k, false",
    "s3://bucket/p/*, false",
    "s3://bucket/p/k2/*, false",
    "s3://other/p/k/*, false",
    "nothing, false",
  })
  void a_grant_below_is_one_whose_scope_is(String scope, boolean expected) {
    RecordingService service = listing(number -> page(scope, null));
    assertThat(hasGrantBelow(service, OBJECT)).isEqualTo(expected);
    assertThat(service.requests()).hasSize(1);
    SdkHttpRequest sent = service.requests().get(0);
    assertThat(sent.host()).isEqualTo("control.example");
    assertThat(sent.firstMatchingHeader("Authorization").orElse(""))
        .contains("Credential=" + TestServices.BASE.accessKeyId() + "/");
    assertThat(sent.firstMatchingHeader("x-amz-account-id")).contains(TestServices.ACCOUNT);
    assertThat(sent.firstMatchingRawQueryParameter("grantscope")).contains("s3://bucket/p/k");
    assertThat(sent.firstMatchingRawQueryParameter("nextToken")).isEmpty();
  }

  @Test
  void the_last_page_is_the_one_without_a_token() {
    for (String last : new String[] {null, ""}) {
      RecordingService service =
          listing(number -> page("s3://other/*", number == 3 ? last : "t" + number));
      assertThat(hasGrantBelow(service, OBJECT)).isFalse();
      assertThat(service.requests()).hasSize(3);
      assertThat(service.requests().get(2).firstMatchingRawQueryParameter("nextToken"))
          .contains("t2");
    }
  }

  @Test
  void a_thousand_pages_are_looked_at_and_no_more() {
    RecordingService service = listing(number -> page("s3://other/*", "t" + number));
    AccessGrantsException e =
        assertThrows(AccessGrantsException.class, () -> hasGrantBelow(service, OBJECT));
    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(service.requests()).hasSize(1000);
  }
}
