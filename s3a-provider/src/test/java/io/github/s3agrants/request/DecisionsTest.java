package io.github.s3agrants.request;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.FakeAccessGrantsClient;
import io.github.s3agrants.vending.VendingEngine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.hadoop.fs.s3a.audit.AuditIntegration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ClientType;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The credentials that sign a request before, during and after its decision. */
class DecisionsTest {
  private static final SdkRequest GET = GetObjectRequest.builder().bucket("b").key("p/k").build();
  private static final SdkRequest DENIED =
      GetObjectRequest.builder().bucket("b").key("q/k").build();

  private final ManualClock clock = new ManualClock();
  private final FakeAccessGrantsClient services = new FakeAccessGrantsClient(clock);
  private final Deque<Runnable> underWay = new ArrayDeque<>();
  private final VendingEngine engine =
      new VendingEngine(services, underWay::add, clock, 10, () -> 0);
  private final VendingEngine atOnce =
      new VendingEngine(services, Runnable::run, clock, 10, () -> 0);
  private final BaseIdentity alice =
      BaseIdentity.of(SigningCredentials.longTerm("alice", "secret"), null);

  DecisionsTest() {
    services.grant("alice", Permission.READ, S3Path.prefix("b", "p/"));
  }

  private static CredentialVendor vendor(VendingEngine engine, boolean fallback) {
    return Requests.vendor(engine, fallback, Duration.ofMinutes(1));
  }

  private static FileSystemRequests requests(VendingEngine engine, boolean fallback) {
    return Requests.on(engine, fallback, Duration.ofMinutes(1));
  }

  private ExecutionAttributes attributes(ClientType client) {
    ExecutionAttributes attributes = new ExecutionAttributes();
    Requests.identify(attributes, client, alice);
    return attributes;
  }

  private void runAll() {
    while (!underWay.isEmpty()) {
      underWay.remove().run();
    }
  }

  private static CompletableFuture<? extends AwsCredentialsIdentity> signer(
      ExecutionAttributes attributes) {
    return attributes
        .getAttribute(SdkInternalExecutionAttribute.IDENTITY_PROVIDERS)
        .identityProvider(AwsCredentialsIdentity.class)
        .resolveIdentity();
  }

  private static String key(CompletableFuture<? extends AwsCredentialsIdentity> signer) {
    return signer.join().accessKeyId();
  }

  private static Throwable failure(CompletableFuture<?> signer) {
    return requireNonNull(assertThrows(CompletionException.class, signer::join).getCause());
  }

  @Test
  void an_asynchronous_clients_request_is_signed_and_goes_out_when_the_decision_has_come() {
    FileSystemRequests requests = requests(engine, false);
    ExecutionAttributes attributes = attributes(ClientType.ASYNC);
    assertThat(Decisions.isMade(attributes)).isFalse();
    requests.decide(GET, attributes);
    assertThat(Decisions.isMade(attributes)).isTrue();
    assertThat(Decisions.of(attributes)).isNull();
    CompletableFuture<? extends AwsCredentialsIdentity> signer = signer(attributes);
    assertThat(signer).isNotDone();
    assertThrows(S3Exception.class, () -> requests.check(Requests.signedBy("ASIAp/"), attributes));
    runAll();
    assertThat(key(signer)).isEqualTo("ASIAp/");
    assertThat(requireNonNull(Decisions.of(attributes)).kind()).isEqualTo(Decision.Kind.VENDED);
    assertDoesNotThrow(() -> requests.check(Requests.signedBy("ASIAp/"), attributes));
    assertThrows(S3Exception.class, () -> requests.check(Requests.signedBy("alice"), attributes));
  }

  @Test
  void a_refused_one_of_an_asynchronous_client_is_signed_by_nobody() {
    FileSystemRequests requests = requests(engine, false);
    ExecutionAttributes attributes = attributes(ClientType.ASYNC);
    requests.decide(DENIED, attributes);
    runAll();
    S3Exception refused = assertInstanceOf(S3Exception.class, failure(signer(attributes)));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(Decisions.of(attributes)).isNull();
    assertThrows(S3Exception.class, () -> requests.check(Requests.signedBy("alice"), attributes));
  }

  @Test
  void with_fallback_it_is_signed_by_the_caller_when_the_refusal_has_come() {
    FileSystemRequests requests = requests(engine, true);
    ExecutionAttributes attributes = attributes(ClientType.ASYNC);
    requests.decide(DENIED, attributes);
    assertThat(signer(attributes)).isNotDone();
    runAll();
    assertThat(key(signer(attributes))).isEqualTo("alice");
    assertDoesNotThrow(() -> requests.check(Requests.signedBy("alice"), attributes));
    assertThrows(S3Exception.class, () -> requests.check(Requests.signedBy("bob"), attributes));
  }

  @Test
  void with_fallback_a_synchronous_one_is_signed_by_the_caller() {
    FileSystemRequests requests = requests(atOnce, true);
    ExecutionAttributes attributes = attributes(ClientType.SYNC);
    requests.decide(DENIED, attributes);
    assertThat(key(signer(attributes))).isEqualTo("alice");
    assertDoesNotThrow(() -> requests.check(Requests.signedBy("alice"), attributes));
  }

  @Test
  void a_synchronous_clients_request_is_decided_on_or_refused_at_once() {
    FileSystemRequests requests = requests(atOnce, false);
    ExecutionAttributes attributes = attributes(ClientType.SYNC);
    requests.decide(GET, attributes);
    assertThat(requireNonNull(Decisions.of(attributes)).kind()).isEqualTo(Decision.Kind.VENDED);
    assertThat(key(signer(attributes))).isEqualTo("ASIAp/");
    ExecutionAttributes others = attributes(ClientType.SYNC);
    assertThrows(S3Exception.class, () -> requests.decide(DENIED, others));
    assertThat(Decisions.isMade(others)).isFalse();
  }

  @Test
  void a_second_interceptor_on_the_same_client_changes_nothing() {
    for (ClientType client : new ClientType[] {ClientType.SYNC, ClientType.ASYNC}) {
      FileSystemRequests requests = requests(atOnce, false);
      ExecutionAttributes attributes = attributes(client);
      requests.decide(GET, attributes);
      var first = signer(attributes);
      requests(atOnce, false).decide(GET, attributes);
      assertThat(signer(attributes)).isSameAs(first);
    }
  }

  @Test
  void without_a_placeholder_there_is_no_decision() {
    ExecutionAttributes attributes = new ExecutionAttributes();
    assertThat(
            assertThrows(S3Exception.class, () -> requests(atOnce, false).decide(GET, attributes)))
        .hasMessageContaining("AccessGrantsCredentialsProvider");
    assertThat(Decisions.isMade(attributes)).isFalse();
  }

  @Test
  void what_is_supposed_not_to_be_there_is_signed_by_nobody_and_reads_not_found() {
    SdkRequest head = HeadObjectRequest.builder().bucket("b").key("p").build();
    for (ClientType client : new ClientType[] {ClientType.SYNC, ClientType.ASYNC}) {
      FileSystemRequests requests = requests(atOnce, false);
      ExecutionAttributes attributes = attributes(client);
      AuditIntegration.attachSpanToRequest(
          attributes, new RequestOriginTest.Span("op_get_file_status"));
      requests.decide(head, attributes);
      assertInstanceOf(NoSuchKeyException.class, failure(signer(attributes)));
      assertThrows(S3Exception.class, () -> requests.check(Requests.signedBy("alice"), attributes));
    }
  }

  @Test
  void who_is_interrupted_while_waiting_stays_interrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThrows(
          AbortedException.class,
          () -> requests(engine, false).decide(GET, attributes(ClientType.SYNC)));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void the_next_attempt_is_signed_with_what_is_decided_then() {
    ExecutionAttributes attributes = attributes(ClientType.SYNC);
    CredentialVendor vendor = vendor(atOnce, false);
    requests(atOnce, false).decide(GET, attributes);
    Decision first = requireNonNull(Decisions.of(attributes));
    var signer = signer(attributes);
    assertThat(vendor.rejected(first)).isTrue();
    Decisions.decideAgain(vendor, attributes, first);
    Decision second = requireNonNull(Decisions.of(attributes));
    assertThat(second).isNotSameAs(first);
    assertThat(second.credentials()).isNotSameAs(first.credentials());
    assertThat(signer(attributes)).isNotSameAs(signer);
    assertThat(key(signer(attributes))).isEqualTo("ASIAp/");
    // Denied by then: the attempt fails when it is signed.
    services.revokeAll();
    assertThat(vendor.rejected(second)).isTrue();
    Decisions.decideAgain(vendor, attributes, second);
    assertInstanceOf(S3Exception.class, failure(signer(attributes)));
    assertThat(Decisions.of(attributes)).isNull();
  }

  @Test
  void only_a_synchronous_clients_next_attempt_is_waited_for() {
    CredentialVendor vendor = vendor(engine, false);
    ExecutionAttributes attributes = attributes(ClientType.ASYNC);
    requests(engine, false).decide(GET, attributes);
    runAll();
    Decision first = requireNonNull(Decisions.of(attributes));
    assertThat(vendor.rejected(first)).isTrue();
    Decisions.decideAgain(vendor, attributes, first);
    assertThat(signer(attributes)).isNotDone();
    runAll();
    assertThat(key(signer(attributes))).isEqualTo("ASIAp/");
    attributes.putAttribute(SdkExecutionAttribute.CLIENT_TYPE, ClientType.SYNC);
    Thread.currentThread().interrupt();
    try {
      assertThrows(AbortedException.class, () -> Decisions.decideAgain(vendor, attributes, first));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void a_question_about_a_bucket_is_answered_under_a_grant_of_all_of_it() {
    SdkRequest head = HeadBucketRequest.builder().bucket("c").build();
    ExecutionAttributes attributes = attributes(ClientType.SYNC);
    assertThrows(S3Exception.class, () -> requests(atOnce, false).decide(head, attributes));
    services.grant("alice", Permission.READ, S3Path.bucket("d"));
    requests(atOnce, false).decide(HeadBucketRequest.builder().bucket("d").build(), attributes);
    assertThat(key(signer(attributes))).isEqualTo("ASIA");
  }
}
