package io.github.s3agrants.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.NetworkSettings;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.testkit.ManualClock;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** {@link MissingKeys} asks S3 whether an object exists after S3 has refused to return it. */
class MissingKeysTest {
  private static String listed(String... keys) {
    StringBuilder list = new StringBuilder("<ListBucketResult><Name>bucket</Name>");
    for (String key : keys) {
      list.append("<Contents><Key>").append(key).append("</Key></Contents>");
    }
    return list.append("</ListBucketResult>").toString();
  }

  private static RefusedRead refused(String url, String key, @Nullable String payer) {
    return new RefusedRead(
        S3Path.object("bucket", key),
        URI.create(url),
        Optional.ofNullable(payer),
        "eu-west-1",
        SigningCredentials.session("ASIAVENDED", "s", "t", Optional.empty()),
        NetworkSettings.DEFAULT);
  }

  private static boolean isMissing(RecordingService service, RefusedRead refused) {
    try (SdkAccessGrantsClient client = TestServices.client(service, new ManualClock())) {
      return client.isMissing(refused);
    }
  }

  @Test
  void a_key_is_missing_if_s3_lists_another_first_or_none() {
    RefusedRead refused = refused("https://host.example:4/bucket", "p/k", null);
    assertThat(isMissing(RecordingService.answering(listed()), refused)).isTrue();
    assertThat(isMissing(RecordingService.answering(listed("p/k/x")), refused)).isTrue();
    assertThat(isMissing(RecordingService.answering(listed("p/k")), refused)).isFalse();
  }

  /** Otherwise an existing object would count as missing, and could be overwritten. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<ListBucketResult></ListBucketResult>",
        "<ListBucketResult><Name>another</Name></ListBucketResult>",
        "<html><body>Welcome</body></html>"
      })
  void an_answer_that_is_no_list_of_the_bucket_says_nothing(String answer) {
    RefusedRead refused = refused("https://host.example:4/bucket", "p/k", null);
    AccessGrantsException e =
        assertThrows(
            AccessGrantsException.class,
            () -> isMissing(RecordingService.answering(answer), refused));
    assertThat(e.kind()).isEqualTo(AccessGrantsException.Kind.BAD_RESPONSE);
  }

  @ParameterizedTest
  @CsvSource({
    "https://host.example:4/bucket, /bucket",
    "https://host.example:4/store/bucket, /store/bucket",
    "https://bucket.host.example:4, ''",
  })
  void the_question_goes_where_the_read_went(String url, String path) {
    RecordingService service = RecordingService.answering(listed());
    assertThat(isMissing(service, refused(url, "p/k", "requester"))).isTrue();
    assertThat(service.requests()).hasSize(1);
    SdkHttpRequest sent = service.requests().get(0);
    assertThat(sent.host()).isEqualTo(URI.create(url).getHost());
    assertThat(sent.port()).isEqualTo(4);
    assertThat(sent.protocol()).isEqualTo("https");
    assertThat(sent.encodedPath()).isIn(path, path + "/");
    assertThat(sent.method()).isEqualTo(SdkHttpMethod.GET);
    assertThat(sent.firstMatchingRawQueryParameter("prefix")).contains("p/k");
    assertThat(sent.firstMatchingRawQueryParameter("max-keys")).contains("1");
    assertThat(sent.firstMatchingHeader("x-amz-request-payer")).contains("requester");
    assertThat(sent.firstMatchingHeader("Authorization").orElse(""))
        .contains("Credential=ASIAVENDED/")
        .contains("/eu-west-1/s3/");
  }
}
