package io.github.s3agrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.testing.TestAccess;
import io.github.s3agrants.testing.TestContext;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.FakeAccessGrantsClient;
import io.github.s3agrants.vending.VendingEngine;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** After which refused requests the library may ask S3 again, and at which address. */
class RefusedReadsTest {
  private static final SdkRequest GET =
      GetObjectRequest.builder().bucket("bucket").key("p/k").build();

  private final ManualClock clock = new ManualClock();
  private final FakeAccessGrantsClient services = new FakeAccessGrantsClient(clock);
  private final CredentialVendor vendor =
      Requests.vendor(
          new VendingEngine(services, Runnable::run, clock, 10, () -> 0),
          false,
          Duration.ofMinutes(1));

  private Decision vended() {
    services.grant("alice", Permission.READ, S3Path.bucket("bucket"));
    return vendor
        .decide(
            TestAccess.get("bucket", "p/k"),
            BaseIdentity.of(SigningCredentials.longTerm("alice", "s"), null),
            new TestContext(false))
        .join();
  }

  private static SdkHttpRequest sent(String url) {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.GET)
        .uri(URI.create(url))
        .headers(Requests.signedBy("ASIA").headers())
        .putHeader("x-amz-request-payer", "requester")
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "https://host.example:4/bucket/p/k, https://host.example:4/bucket",
    "https://host.example:4/store/bucket/p/k, https://host.example:4/store/bucket",
    "https://bucket.host.example:4/p/k, https://bucket.host.example:4",
  })
  void the_buckets_url_is_what_comes_before_the_key(String url, String bucketUrl) {
    Decision decision = vended();
    RefusedRead refused = RefusedReads.of(vendor, GET, sent(url), decision).orElseThrow();
    assertEquals(URI.create(bucketUrl), refused.bucketUrl());
    assertThat(refused.path()).isEqualTo(S3Path.object("bucket", "p/k"));
    assertThat(refused.region()).isEqualTo("us-east-1");
    assertThat(refused.requestPayer()).contains("requester");
    assertThat(Optional.ofNullable(decision.credentials()).orElseThrow().signing())
        .isSameAs(refused.signer());
  }

  @Test
  void where_the_read_went_to_another_key_nobody_is_asked() {
    for (String url : new String[] {"https://host.example/bucket/other", "https://host.example/"}) {
      assertThat(RefusedReads.of(vendor, GET, sent(url), vended())).isEmpty();
    }
  }

  @Test
  void nobody_is_asked_about_what_no_vended_credentials_read_or_what_is_written() {
    SdkHttpRequest sent = sent("https://host.example/bucket/p/k");
    assertThat(RefusedReads.of(vendor, GET, sent, null)).isEmpty();
    SdkRequest put = PutObjectRequest.builder().bucket("bucket").key("p/k").build();
    assertThat(RefusedReads.of(vendor, put, sent, vended())).isEmpty();
  }
}
