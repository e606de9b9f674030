package io.github.s3agrants.vending;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.READWRITE;
import static io.github.s3agrants.access.Permission.WRITE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.ManualClock;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.grants.GrantException;
import io.github.s3agrants.grants.Privilege;
import io.github.s3agrants.grants.ServiceSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

class CredentialVendorTest {
  private static final AwsCredentials ALICE = AwsBasicCredentials.create("alice", "s1");
  private static final AwsCredentials BOB = AwsBasicCredentials.create("bob", "s2");

  private final ManualClock clock = new ManualClock();
  private final FakeGrantsClient service = new FakeGrantsClient(clock);
  private final ManualExecutor executor = new ManualExecutor();
  private final VendingEngine engine = new VendingEngine(service, executor, clock, 1000, () -> 0);
  private final FallbackPolicy noFallback = new FallbackPolicy(false, engine.statistics());
  private ServiceSettings settings =
      ServiceSettings.builder().region(Optional.of("us-east-1")).build();

  private TestContext context = new TestContext(false);

  @Test
  void vendsOnceForAllThatAGrantCovers() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);

    assertThat(signer(vendor, ALICE, get("p/1"))).isEqualTo("ASIAp/");
    assertThat(signer(vendor, ALICE, get("p/2"))).isEqualTo("ASIAp/");
    assertThat(signer(vendor, ALICE, list("p/"))).isEqualTo("ASIAp/");
    assertThat(service.vends).containsExactly("READ s3://b/p/1");
    assertThat(service.identified).hasValue(1);
    assertThat(service.located).hasValue(1);
    assertThat(service.regionsAsked).hasValue(0);
    assertThat(service.auditContexts).containsExactly(Optional.of("op"));
  }

  @Test
  void withAnAccountIdNobodyIsAskedWhoCalls() {
    settings =
        ServiceSettings.builder()
            .region(Optional.of("us-east-1"))
            .accountId(Optional.of("444455556666"))
            .build();
    service.grant("alice", READ, S3Path.bucket("b"));
    CredentialVendor vendor = vendor(noFallback);

    assertThat(signer(vendor, ALICE, get("k"))).isEqualTo("ASIA");
    assertThat(service.identified).hasValue(0);
    assertThat(service.located).hasValue(0);

    // Somebody who knows the access key alone is not alice.
    AwsCredentials impostor = AwsBasicCredentials.create("alice", "guessed");
    assertThat(signer(vendor, impostor, get("k"))).isEqualTo("ASIA");
    assertThat(service.vends).hasSize(2);
  }

  @Test
  void aBucketsRegionIsAskedOnceWhereNoneIsSet() {
    settings = ServiceSettings.builder().build();
    service.grant("alice", READ, S3Path.bucket("b"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("1"));
    decide(vendor, ALICE, list("x/"));
    assertThat(service.regionsAsked).hasValue(1);
  }

  @Test
  void oneCallersGrantsNeverSignForAnother() {
    service.grant("alice", READWRITE, S3Path.bucket("b"));
    CredentialVendor vendor = vendor(noFallback);
    assertThat(signer(vendor, ALICE, get("k"))).isEqualTo("ASIA");
    assertThat(failure(vendor, BOB, get("k")).kind()).isEqualTo(GrantException.Kind.DENIED);
    assertThat(signer(vendor, ALICE, get("k"))).isEqualTo("ASIA");

    // Not even with the same access key and another secret: the caller is found out anew.
    AwsCredentials impostor = AwsBasicCredentials.create("alice", "guessed");
    service.failure = new GrantException(GrantException.Kind.CALLER_CREDENTIALS, "bad signature");
    assertThat(failure(vendor, impostor, get("k")).kind())
        .isEqualTo(GrantException.Kind.CALLER_CREDENTIALS);
  }

  @Test
  void aRefusalIsRememberedForItsTimeAndAnOutageIsNot() {
    CredentialVendor vendor = vendor(noFallback);
    for (int i = 0; i < 5; i++) {
      assertThat(failure(vendor, ALICE, get("k")).kind()).isEqualTo(GrantException.Kind.DENIED);
    }
    assertThat(service.vends).hasSize(1);
    clock.advance(Duration.ofMinutes(1));
    failure(vendor, ALICE, get("k"));
    assertThat(service.vends).hasSize(2);

    service.failure = new GrantException(GrantException.Kind.UNAVAILABLE, "down");
    assertThat(failure(vendor, ALICE, get("other")).kind())
        .isEqualTo(GrantException.Kind.UNAVAILABLE);
    service.failure = null;
    service.grant("alice", READ, S3Path.object("b", "other"));
    assertThat(signer(vendor, ALICE, get("other"))).isEqualTo("ASIAother");
  }

  @Test
  void aFailureToFindTheCallerOrTheInstanceIsNotRemembered() {
    service.grant("alice", READ, S3Path.bucket("b"));
    CredentialVendor vendor = vendor(noFallback);
    service.failure = new GrantException(GrantException.Kind.NO_INSTANCE, "none yet");
    VendingException e = failure(vendor, ALICE, get("k"));
    assertThat(e.kind()).isEqualTo(GrantException.Kind.NO_INSTANCE);
    service.failure = null;
    assertThat(signer(vendor, ALICE, get("k"))).isEqualTo("ASIA");
  }

  @ParameterizedTest
  @EnumSource(GrantException.Kind.class)
  void withoutFallbackNoFailureLeadsToBaseCredentials(GrantException.Kind kind) {
    service.failure = new GrantException(kind, "no");
    CredentialVendor vendor = vendor(noFallback);
    assertThat(failure(vendor, ALICE, get("k")).kind()).isEqualTo(kind);
    assertThat(failure(vendor, ALICE, put("k")).kind()).isEqualTo(kind);
    assertThat(engine.statistics().getFallbacks()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(GrantException.Kind.class)
  void withFallbackEveryFailureDoesAndIsCountedByItsReason(GrantException.Kind kind) {
    service.failure = new GrantException(kind, "no");
    FallbackPolicy fallback = new FallbackPolicy(true, engine.statistics());
    CredentialVendor vendor = vendor(fallback);
    assertThat(decide(vendor, ALICE, get("k")).kind()).isEqualTo(Decision.Kind.BASE);
    assertThat(decide(vendor, ALICE, put("k")).kind()).isEqualTo(Decision.Kind.BASE);
    assertThat(engine.statistics().getFallbacks()).isEqualTo(Map.of(kind.name(), 2L));
  }

  @Test
  void unsupportedOperationsGoOutOnBaseCredentialsAndAreCounted() {
    CredentialVendor vendor = vendor(noFallback);
    assertThat(decide(vendor, ALICE, ListBucketsRequest.builder().build()).kind())
        .isEqualTo(Decision.Kind.BASE);
    assertThat(engine.statistics().getFallbacks()).isEqualTo(Map.of("UNSUPPORTED_OPERATION", 1L));
    assertThat(service.vends).isEmpty();
  }

  @Test
  void whatNoGrantCanCoverIsRefusedWithoutAskingAndFallsBackWithFallback() {
    SdkRequest acrossBuckets =
        CopyObjectRequest.builder()
            .sourceBucket("a")
            .sourceKey("k")
            .destinationBucket("b")
            .destinationKey("k")
            .build();
    assertThat(failure(vendor(noFallback), ALICE, acrossBuckets).kind())
        .isEqualTo(GrantException.Kind.BAD_REQUEST);
    assertThat(
            decide(vendor(new FallbackPolicy(true, engine.statistics())), ALICE, acrossBuckets)
                .kind())
        .isEqualTo(Decision.Kind.BASE);
    assertThat(service.vends).isEmpty();
  }

  @Test
  void anonymousCallersAreRefused() {
    assertThat(
            failure(
                    vendor(noFallback),
                    AnonymousCredentialsProvider.create().resolveCredentials(),
                    get("k"))
                .kind())
        .isEqualTo(GrantException.Kind.CALLER_CREDENTIALS);
  }

  @Test
  void aHeadOfAGrantedDirectorysNameIsNotFound() {
    service.grant("alice", READ, S3Path.prefix("b", "d/"));
    CredentialVendor vendor = vendor(noFallback);
    assertThat(decide(vendor, ALICE, head("d")).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
    int calls = service.vends.size();
    assertThat(decide(vendor, ALICE, head("d")).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
    assertThat(service.vends).hasSize(calls);

    assertThat(failure(vendor, ALICE, get("d")).kind()).isEqualTo(GrantException.Kind.DENIED);
    assertThat(failure(vendor, ALICE, put("d")).kind()).isEqualTo(GrantException.Kind.DENIED);
    assertThat(failure(vendor, ALICE, head("e")).kind()).isEqualTo(GrantException.Kind.DENIED);
  }

  @Test
  void anObjectThatMayBeWrittenIsNeverTakenForMissing() {
    service.grant("alice", READ, S3Path.prefix("b", "d/"));
    service.grant("alice", WRITE, S3Path.bucket("b"));
    assertThat(failure(vendor(noFallback), ALICE, head("d")).kind())
        .isEqualTo(GrantException.Kind.DENIED);
  }

  @Test
  void aDirectoryThatMayOnlyBeWrittenIsNotProbed() {
    service.grant("alice", WRITE, S3Path.prefix("b", "d/"));
    assertThat(failure(vendor(noFallback), ALICE, head("d")).kind())
        .isEqualTo(GrantException.Kind.DENIED);
  }

  @Test
  void withFallbackOrWithoutProbesTheHeadIsNotAnsweredHere() {
    service.grant("alice", READ, S3Path.prefix("b", "d/"));
    assertThat(
            decide(vendor(new FallbackPolicy(true, engine.statistics())), ALICE, head("d")).kind())
        .isEqualTo(Decision.Kind.BASE);
    CredentialVendor off =
        new CredentialVendor(engine, settings, noFallback, Duration.ofMinutes(1), false);
    assertThat(failure(off, ALICE, head("d")).kind()).isEqualTo(GrantException.Kind.DENIED);
  }

  @Test
  void anOutageDuringTheProbeIsAnOutage() {
    CredentialVendor vendor = vendor(noFallback);
    failure(vendor, ALICE, head("d"));
    service.failure = new GrantException(GrantException.Kind.UNAVAILABLE, "down");
    service.grant("alice", READ, S3Path.prefix("b", "x/"));
    CompletableFuture<Decision> decision = ask(vendor, ALICE, head("x"));
    executor.runAll();
    assertThat(decision).isCompletedExceptionally();
  }

  @Test
  void credentialsThatHaveExpiredOnArrivalAreNotUsed() {
    service.grant("alice", READ, S3Path.bucket("b"));
    service.life = Duration.ofSeconds(-1);
    assertThat(failure(vendor(noFallback), ALICE, get("k")).kind())
        .isEqualTo(GrantException.Kind.BAD_RESPONSE);
  }

  @Test
  void sixtyFourAtOnceUnderOneGrantAreOneCall() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    List<CompletableFuture<Decision>> decisions = askAll("p/x/", 64);
    executor.runAll();
    assertThat(decisions).allSatisfy(d -> assertThat(d.join().grant()).isNotNull());
    assertThat(service.vends).hasSize(1);
    assertThat(service.identified).hasValue(1);
    assertThat(service.located).hasValue(1);
  }

  @Test
  void underEightGrantsEachIsAskedForOnceAndAllButTheFirstTogether() {
    List<CompletableFuture<Decision>> decisions = new ArrayList<>();
    for (int g = 0; g < 8; g++) {
      service.grant("alice", READ, S3Path.prefix("b", "team/g" + g + "/"));
    }
    for (int g = 0; g < 8; g++) {
      decisions.addAll(askAll("team/g" + g + "/", 8));
    }
    while (service.vends.isEmpty()) {
      executor.runQueued();
    }
    assertThat(executor.queued()).isEqualTo(7);
    executor.runQueued();
    assertThat(executor.queued()).isZero();
    assertThat(decisions).allSatisfy(d -> assertThat(d.join().grant()).isNotNull());
    assertThat(service.vends).hasSize(8);
  }

  @Test
  void aRefusedTargetHoldsUpItsNeighboursForOneCallOnly() {
    service.grant("alice", READ, S3Path.prefix("b", "ok/"));
    CredentialVendor vendor = vendor(noFallback);
    CompletableFuture<Decision> refused = ask(vendor, ALICE, get("no/1"));
    CompletableFuture<Decision> same = ask(vendor, ALICE, get("no/1"));
    List<CompletableFuture<Decision>> granted = askAll("ok/", 20);
    executor.runAll();
    assertThat(refused).isCompletedExceptionally();
    assertThat(same).isCompletedExceptionally();
    assertThat(granted).allSatisfy(d -> assertThat(d.join().grant()).isNotNull());
    assertThat(service.vends).hasSize(2);
  }

  @Test
  void anOutageFailsAllWhoWaitedWithOneCall() {
    List<CompletableFuture<Decision>> decisions = askAll("p/", 64);
    service.failure = new GrantException(GrantException.Kind.UNAVAILABLE, "down");
    executor.runAll();
    assertThat(decisions).allSatisfy(d -> assertThat(d).isCompletedExceptionally());
    assertThat(service.identified.get() + service.vends.size()).isEqualTo(1);
  }

  private static final class TestContext implements RequestContext {
    private final boolean partOfWrite;

    TestContext(boolean partOfWrite) {
      this.partOfWrite = partOfWrite;
    }

    @Override
    public Optional<String> auditContext() {
      return Optional.of("op");
    }

    @Override
    public boolean isPartOfWrite() {
      return partOfWrite;
    }
  }

  @Test
  void aWriteAsksForReadwriteFirstSoThatTwoCallsServeAReadwriteGrant() {
    service.grant("alice", READWRITE, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("p/1"));
    decide(vendor, ALICE, put("p/1"));
    decide(vendor, ALICE, list("p/"));
    assertThat(service.vends).containsExactly("READ s3://b/p/1", "READWRITE s3://b/p/1");
  }

  @Test
  void aReadThatIsPartOfAWriteAsksForReadwriteFirstSoThatOneCallServesAll() {
    service.grant("alice", READWRITE, S3Path.prefix("b", "p/"));
    context = new TestContext(true);
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, list("p/f/"));
    decide(vendor, ALICE, put("p/f"));
    decide(vendor, ALICE, get("p/f"));
    assertThat(service.vends).containsExactly("READWRITE s3://b/p/f/*");
  }

  @Test
  void separateGrantsToReadAndToWriteWorkAndTheRefusalIsRemembered() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    service.grant("alice", WRITE, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    for (int i = 0; i < 5; i++) {
      decide(vendor, ALICE, put("p/f"));
      decide(vendor, ALICE, get("p/f"));
    }
    assertThat(service.vends)
        .containsExactly("READWRITE s3://b/p/f", "WRITE s3://b/p/f", "READ s3://b/p/f");
  }

  @Test
  void withMinimalPrivilegeNoMoreIsAskedForThanIsNeeded() {
    settings =
        ServiceSettings.builder()
            .region(Optional.of("us-east-1"))
            .privilege(Privilege.MINIMAL)
            .build();
    service.grant("alice", READWRITE, S3Path.prefix("b", "p/"));
    context = new TestContext(true);
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, list("p/f/"));
    decide(vendor, ALICE, put("p/f"));
    assertThat(service.vends).containsExactly("READ s3://b/p/f/*", "WRITE s3://b/p/f");
  }

  @Test
  void aGrantIsRenewedInTheBackgroundByOneCallAndNoRequestWaits() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("p/1"));
    clock.advance(Duration.ofMinutes(33));
    for (int i = 0; i < 50; i++) {
      assertThat(ask(vendor, ALICE, get("p/" + i))).isCompleted();
    }
    assertThat(executor.queued()).isEqualTo(1);
    executor.runAll();
    assertThat(service.vends).containsExactly("READ s3://b/p/1", "READ s3://b/p/1");
    assertThat(engine.statistics().getRenewals()).isEqualTo(1);
    // The new credentials live on when the old ones would have ended.
    clock.advance(Duration.ofMinutes(30));
    assertThat(ask(vendor, ALICE, get("p/2"))).isCompleted();
    assertThat(executor.queued()).isZero();
  }

  @Test
  void duringAnOutageOldCredentialsServeUntilTheyEnd() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("p/1"));
    service.failure = new GrantException(GrantException.Kind.UNAVAILABLE, "down");
    clock.advance(Duration.ofMinutes(33));
    for (int i = 0; i < 26; i++) {
      assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
      executor.runAll();
      assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
      assertThat(executor.queued()).isZero();
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(service.vends).hasSize(27);
    service.failure = null;
    assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
    executor.runAll();
    assertThat(engine.statistics().getRenewals()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(20));
    assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
  }

  @Test
  void whatTheServiceTakesBackStopsAtOnce() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("p/1"));
    clock.advance(Duration.ofMinutes(33));
    service.revokeAll();
    assertThat(ask(vendor, ALICE, get("p/2"))).isCompleted();
    executor.runAll();
    assertThat(failure(vendor, ALICE, get("p/2")).kind()).isEqualTo(GrantException.Kind.DENIED);
  }

  @Test
  void aRequestThatComesWhenARenewalIsUnderWayAfterTheEndWaitsForIt() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("p/1"));
    clock.advance(Duration.ofMinutes(50));
    assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
    clock.advance(Duration.ofMinutes(15));
    CompletableFuture<Decision> late = ask(vendor, ALICE, get("p/2"));
    assertThat(late).isNotCompleted();
    executor.runAll();
    assertThat(late).isCompleted();
    assertThat(service.vends).hasSize(2);
  }

  @Test
  void credentialsThatS3NoLongerTakesAreDropped() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    Decision decision = decide(vendor, ALICE, get("p/1"));
    engine.rejected(decision);
    assertThat(ask(vendor, ALICE, get("p/1"))).isNotCompleted();
    executor.runAll();
    assertThat(service.vends).hasSize(2);
    assertThat(engine.statistics().getRejectedByS3()).isEqualTo(1);
  }

  @Test
  void rotatedCredentialsOfOnePrincipalShareWhatWasVended() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    for (int i = 0; i < 10; i++) {
      AwsCredentials rotated = AwsSessionCredentials.create("alice", "s" + i, "t" + i);
      List<CompletableFuture<Decision>> decisions = new ArrayList<>();
      for (int j = 0; j < 8; j++) {
        decisions.add(ask(vendor, rotated, get("p/" + j)));
      }
      executor.runAll();
      assertThat(decisions).allSatisfy(d -> assertThat(d).isCompleted());
    }
    assertThat(service.vends).hasSize(1);
    assertThat(service.identified).hasValue(10);
  }

  @Test
  void statisticsCountWhatHappened() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("p/1"));
    decide(vendor, ALICE, get("p/2"));
    decide(vendor, ALICE, get("p/3"));
    failure(vendor, ALICE, get("q"));
    service.failure = new GrantException(GrantException.Kind.UNAVAILABLE, "down");
    failure(vendor, ALICE, get("r"));
    Statistics statistics = engine.statistics();
    assertThat(statistics.getHits()).isEqualTo(2);
    assertThat(statistics.getMisses()).isEqualTo(3);
    assertThat(statistics.getVends()).isEqualTo(1);
    assertThat(statistics.getDenials()).isEqualTo(1);
    assertThat(statistics.getVendFailures()).isEqualTo(1);
    assertThat(statistics.getRenewals()).isZero();
    assertThat(statistics.getLiveGrants()).isEqualTo(1);
    assertThat(statistics.getMeanVendMillis()).isZero();
  }

  private List<CompletableFuture<Decision>> askAll(String prefix, int count) {
    CredentialVendor vendor = vendor(noFallback);
    List<CompletableFuture<Decision>> decisions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      decisions.add(ask(vendor, ALICE, get(prefix + i)));
    }
    return decisions;
  }

  private CredentialVendor vendor(FallbackPolicy fallback) {
    return new CredentialVendor(engine, settings, fallback, Duration.ofMinutes(1), true);
  }

  private CompletableFuture<Decision> ask(
      CredentialVendor vendor, AwsCredentials base, SdkRequest request) {
    Decision now = vendor.decideNow(request, base, context);
    return now != null
        ? CompletableFuture.completedFuture(now)
        : vendor.decide(request, CompletableFuture.completedFuture(base), context);
  }

  private Decision decide(CredentialVendor vendor, AwsCredentials base, SdkRequest request) {
    CompletableFuture<Decision> decision = ask(vendor, base, request);
    executor.runAll();
    return decision.join();
  }

  private String signer(CredentialVendor vendor, AwsCredentials base, SdkRequest request) {
    return requireNonNull(decide(vendor, base, request).grant()).credentials().accessKeyId();
  }

  private VendingException failure(
      CredentialVendor vendor, AwsCredentials base, SdkRequest request) {
    CompletableFuture<Decision> decision = ask(vendor, base, request);
    executor.runAll();
    Throwable cause = assertThrows(CompletionException.class, decision::join).getCause();
    return assertInstanceOf(VendingException.class, cause);
  }

  private static SdkRequest get(String key) {
    return GetObjectRequest.builder().bucket("b").key(key).build();
  }

  private static SdkRequest head(String key) {
    return HeadObjectRequest.builder().bucket("b").key(key).build();
  }

  private static SdkRequest put(String key) {
    return PutObjectRequest.builder().bucket("b").key(key).build();
  }

  private static SdkRequest list(String prefix) {
    return ListObjectsV2Request.builder().bucket("b").prefix(prefix).build();
  }
}
