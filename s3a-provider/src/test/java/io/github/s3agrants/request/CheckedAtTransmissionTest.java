package io.github.s3agrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.settings.EntryPoints;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.FakeAccessGrantsClient;
import io.github.s3agrants.vending.VendingEngine;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ClientType;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The final check of a signed request before it is sent. */
class CheckedAtTransmissionTest {
  private final ManualClock clock = new ManualClock();
  private final FakeAccessGrantsClient services = new FakeAccessGrantsClient(clock);
  private final VendingEngine engine =
      new VendingEngine(services, Runnable::run, clock, 10, () -> 0);
  private final FileSystemRequests requests = Requests.on(engine, false, Duration.ZERO);
  private final ExecutionAttributes attributes = new ExecutionAttributes();

  CheckedAtTransmissionTest() {
    services.grant("alice", Permission.READ, S3Path.prefix("b", "p/"));
    BaseIdentity base = BaseIdentity.of(SigningCredentials.longTerm("alice", "secret"), null);
    Requests.identify(attributes, ClientType.SYNC, base);
  }

  private void decide() {
    requests.decide(GetObjectRequest.builder().bucket("b").key("p/k").build(), attributes);
  }

  private S3Exception stopped(String accessKey) {
    return assertThrows(
        S3Exception.class, () -> requests.check(Requests.signedBy(accessKey), attributes));
  }

  @Test
  void what_was_vended_for_it_goes_out() {
    decide();
    assertDoesNotThrow(() -> requests.check(Requests.signedBy("ASIAp/"), attributes));
  }

  @Test
  void credentials_that_ended_while_it_was_prepared_are_not_sent() {
    decide();
    clock.advance(Duration.ofHours(1).minusSeconds(1));
    assertDoesNotThrow(() -> requests.check(Requests.signedBy("ASIAp/"), attributes));
    clock.advance(Duration.ofSeconds(1));
    S3Exception e = stopped("ASIAp/");
    assertThat(e.statusCode()).isEqualTo(503);
    assertThat(e.getMessage()).contains("expired before the request was sent");
  }

  @Test
  void any_other_signer_is_stopped() {
    decide();
    for (String signer : new String[] {"alice", "ASIAp/x", "ASIAp", "", "ASIAother"}) {
      assertThat(stopped(signer).getMessage()).contains("signed with other credentials");
    }
    assertThrows(
        S3Exception.class,
        () ->
            requests.check(
                Requests.signedBy("ASIAp/").toBuilder().removeHeader("Authorization").build(),
                attributes));
  }

  @Test
  void a_request_that_nobody_decided_on_is_stopped() {
    assertThat(stopped("ASIAp/").getMessage()).contains("signed with other credentials");
  }

  /** Anonymous requests are sent as they are, without a signature. */
  @Test
  void who_has_no_key_signs_with_none() {
    BaseIdentity nobody = BaseIdentity.of(SigningCredentials.anonymous(), null);
    Requests.identify(attributes, ClientType.SYNC, nobody);
    requests.decide(ListBucketsRequest.builder().build(), attributes);
    SdkHttpRequest unsigned =
        Requests.signedBy("alice").toBuilder().removeHeader("Authorization").build();
    assertDoesNotThrow(() -> requests.check(unsigned, attributes));
    stopped("alice");
    stopped("");
  }

  @Test
  void a_base_signed_request_is_signed_by_the_caller_and_nobody_else() {
    requests.decide(ListBucketsRequest.builder().build(), attributes);
    assertDoesNotThrow(() -> requests.check(Requests.signedBy("alice"), attributes));
    stopped("bob");
    stopped(EntryPoints.PLACEHOLDER_ACCESS_KEY_ID);
  }
}
