package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.ManualClock;
import io.github.s3agrants.access.Access;
import io.github.s3agrants.credentials.ServiceSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** An engine on the fake services, with time and threads in the test's hand. */
abstract class VendingFixture {
  static final AwsCredentials ALICE = AwsBasicCredentials.create("alice", "s1");
  static final AwsCredentials BOB = AwsBasicCredentials.create("bob", "s2");

  final ManualClock clock = new ManualClock();
  final FakeAccessGrantsClient service = new FakeAccessGrantsClient(clock);
  final ManualExecutor executor = new ManualExecutor();
  final VendingEngine engine = new VendingEngine(service, executor, clock, 1000, () -> 0);
  final FallbackPolicy noFallback = new FallbackPolicy(false, engine.statistics());
  ServiceSettings settings = ServiceSettings.builder().region(Optional.of("us-east-1")).build();

  RequestContext context = new TestContext(false);

  /** What the credentials come from. */
  @Nullable Object source;

  static final class TestContext implements RequestContext {
    final boolean partOfWrite;
    final boolean ownWalk;

    TestContext(boolean partOfWrite) {
      this(partOfWrite, false);
    }

    TestContext(boolean partOfWrite, boolean ownWalk) {
      this.partOfWrite = partOfWrite;
      this.ownWalk = ownWalk;
    }

    @Override
    public Optional<String> auditContext() {
      return Optional.of("op");
    }

    @Override
    public boolean isPartOfWrite() {
      return partOfWrite;
    }

    @Override
    public boolean isInternalProbe(Access.Probe probe) {
      return ownWalk;
    }
  }

  List<CompletableFuture<Decision>> askAll(String prefix, int count) {
    CredentialVendor vendor = vendor(noFallback);
    List<CompletableFuture<Decision>> decisions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      decisions.add(ask(vendor, ALICE, get(prefix + i)));
    }
    return decisions;
  }

  CredentialVendor vendor(FallbackPolicy fallback) {
    return new CredentialVendor(engine, settings, fallback, Duration.ofMinutes(1), true);
  }

  CompletableFuture<Decision> ask(
      CredentialVendor vendor, AwsCredentials base, SdkRequest request) {
    BaseIdentity identity = BaseIdentity.of(base, source);
    Decision now = vendor.decideNow(request, identity, context);
    return now != null
        ? CompletableFuture.completedFuture(now)
        : vendor.decide(request, identity, context);
  }

  Decision decide(CredentialVendor vendor, AwsCredentials base, SdkRequest request) {
    CompletableFuture<Decision> decision = ask(vendor, base, request);
    executor.runAll();
    return decision.join();
  }

  String signer(CredentialVendor vendor, AwsCredentials base, SdkRequest request) {
    return requireNonNull(decide(vendor, base, request).credentials()).credentials().accessKeyId();
  }

  VendingException failure(CredentialVendor vendor, AwsCredentials base, SdkRequest request) {
    CompletableFuture<Decision> decision = ask(vendor, base, request);
    executor.runAll();
    Throwable cause = assertThrows(CompletionException.class, decision::join).getCause();
    return assertInstanceOf(VendingException.class, cause);
  }

  static SdkRequest get(String key) {
    return GetObjectRequest.builder().bucket("b").key(key).build();
  }

  static SdkRequest head(String key) {
    return HeadObjectRequest.builder().bucket("b").key(key).build();
  }

  static SdkRequest put(String key) {
    return PutObjectRequest.builder().bucket("b").key(key).build();
  }

  static SdkRequest list(String prefix) {
    return ListObjectsV2Request.builder().bucket("b").prefix(prefix).build();
  }

  /** As S3A asks whether there is a directory. */
  static SdkRequest probe(String prefix) {
    return ListObjectsV2Request.builder()
        .bucket("b")
        .prefix(prefix)
        .delimiter("/")
        .maxKeys(2)
        .build();
  }
}
