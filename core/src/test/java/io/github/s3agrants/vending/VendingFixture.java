package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.testing.ManualExecutor;
import io.github.s3agrants.testing.TestAccess;
import io.github.s3agrants.testing.TestContext;
import io.github.s3agrants.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** An engine on the fake services. The test controls time and threads. */
abstract class VendingFixture {
  static final SigningCredentials ALICE = SigningCredentials.longTerm("alice", "s1");
  static final SigningCredentials BOB = SigningCredentials.longTerm("bob", "s2");

  final ManualClock clock = new ManualClock();
  final FakeAccessGrantsClient service = new FakeAccessGrantsClient(clock);
  final ManualExecutor executor = new ManualExecutor();
  final VendingEngine engine = new VendingEngine(service, executor, clock, 1000, () -> 0);
  final VendingPolicy noFallback = new VendingPolicy(false, Duration.ofMinutes(1), true);
  final VendingPolicy withFallback = new VendingPolicy(true, Duration.ofMinutes(1), true);
  ServiceSettings settings = ServiceSettings.builder().region(Optional.of("us-east-1")).build();

  RequestContext context = new TestContext(false);

  /** The source of the base credentials. */
  @Nullable Object source;

  List<CompletableFuture<Decision>> askAll(String prefix, int count) {
    CredentialVendor vendor = vendor(noFallback);
    List<CompletableFuture<Decision>> decisions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      decisions.add(ask(vendor, ALICE, get(prefix + i)));
    }
    return decisions;
  }

  CredentialVendor vendor(VendingPolicy policy) {
    return engine.vendor(settings, policy);
  }

  CompletableFuture<Decision> ask(
      CredentialVendor vendor, SigningCredentials base, Access request) {
    BaseIdentity identity = BaseIdentity.of(base, source);
    Decision now = vendor.decideNow(request, identity, context);
    return now != null
        ? CompletableFuture.completedFuture(now)
        : vendor.decide(request, identity, context);
  }

  Decision decide(CredentialVendor vendor, SigningCredentials base, Access request) {
    CompletableFuture<Decision> decision = ask(vendor, base, request);
    executor.runAll();
    return decision.join();
  }

  String signer(CredentialVendor vendor, SigningCredentials base, Access request) {
    return requireNonNull(decide(vendor, base, request).credentials()).signing().accessKeyId();
  }

  VendingException failure(CredentialVendor vendor, SigningCredentials base, Access request) {
    CompletableFuture<Decision> decision = ask(vendor, base, request);
    executor.runAll();
    Throwable cause = assertThrows(CompletionException.class, decision::join).getCause();
    return assertInstanceOf(VendingException.class, cause);
  }

  static Access get(String key) {
    return TestAccess.get("b", key);
  }

  static Access head(String key) {
    return TestAccess.head("b", key);
  }

  static Access put(String key) {
    return TestAccess.put("b", key);
  }

  static Access list(String prefix) {
    return TestAccess.list("b", prefix);
  }

  /** The list with which S3A checks whether a directory exists. */
  static Access probe(String prefix) {
    return TestAccess.probe("b", prefix);
  }
}
