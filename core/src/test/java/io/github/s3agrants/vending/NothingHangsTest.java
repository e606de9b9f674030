package io.github.s3agrants.vending;

import static io.github.s3agrants.access.Permission.READ;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.testing.ManualExecutor;
import io.github.s3agrants.testing.TestContext;
import io.github.s3agrants.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever is thrown, and wherever, all who wait are told, and the next request starts afresh. Each
 * fault is thrown once: at the first, at the second, … of all calls of its kind, until there is no
 * such call.
 */
class NothingHangsTest {
  /** The calls that a request makes when nothing is cached. */
  enum Setup {
    /** Calls for the Region, the caller, the instance and the credentials. */
    NOTHING_SET(ServiceSettings.builder().build()),
    REGION_SET(ServiceSettings.builder().region(Optional.of("us-east-1")).build()),
    ACCOUNT_SET(ServiceSettings.builder().accountId(Optional.of("111122223333")).build()),
    /** These calls, and one for grants below a directory. */
    PROBE(ServiceSettings.builder().build());

    @SuppressWarnings("ImmutableEnumChecker") // it is, but not annotated so
    final ServiceSettings settings;

    Setup(ServiceSettings settings) {
      this.settings = settings;
    }

    Access request() {
      return this == PROBE ? VendingFixture.probe("p/") : VendingFixture.get("p/q/1");
    }
  }

  /** Throws once, at the call with a given number. */
  private static final class Fault {
    int callsUntil;
    private final Supplier<? extends Throwable> thrown;

    Fault(int callsUntil, Supplier<? extends Throwable> thrown) {
      this.callsUntil = callsUntil;
      this.thrown = thrown;
    }

    void pass() {
      if (callsUntil-- == 0) {
        NothingHangsTest.<RuntimeException>sneak(thrown.get());
      }
    }

    boolean hasStruck() {
      return callsUntil < 0;
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> void sneak(Throwable e) throws T {
    throw (T) e;
  }

  /** The fake services, with a fault in front. */
  private static final class FaultyClient implements AccessGrantsClient {
    final FakeAccessGrantsClient services;
    Fault fault;

    FaultyClient(FakeAccessGrantsClient services, Fault fault) {
      this.services = services;
      this.fault = fault;
    }

    @Override
    public Caller identify(ServiceSettings settings, String region, SigningCredentials base) {
      fault.pass();
      return services.identify(settings, region, base);
    }

    @Override
    public String instanceAccount(
        ServiceSettings settings,
        String region,
        String callerAccount,
        String bucket,
        SigningCredentials base) {
      fault.pass();
      return services.instanceAccount(settings, region, callerAccount, bucket, base);
    }

    @Override
    public String bucketRegion(ServiceSettings settings, String bucket) {
      fault.pass();
      return services.bucketRegion(settings, bucket);
    }

    @Override
    public VendedCredentials getDataAccess(
        ServiceSettings settings,
        AccessGrantsInstance instance,
        Access access,
        Optional<String> auditContext,
        SigningCredentials base) {
      fault.pass();
      return services.getDataAccess(settings, instance, access, auditContext, base);
    }

    @Override
    public GrantPage callerGrants(
        ServiceSettings settings,
        AccessGrantsInstance instance,
        String fragment,
        Optional<String> token,
        Duration timeout,
        SigningCredentials base) {
      fault.pass();
      return services.callerGrants(settings, instance, fragment, token, timeout, base);
    }

    @Override
    public boolean isMissing(RefusedRead refused) {
      throw new UnsupportedOperationException("needs S3");
    }

    @Override
    public void close() {}
  }

  private final ManualClock clock = new ManualClock();
  private final FakeAccessGrantsClient services = new FakeAccessGrantsClient(clock);
  private final FaultyClient client = new FaultyClient(services, none());
  private final ManualExecutor threads = new ManualExecutor();
  private Fault inExecutor = none();
  private Fault inCallback = none();

  private VendingEngine newEngine() {
    return new VendingEngine(
        client,
        task -> {
          inExecutor.pass();
          threads.execute(task);
        },
        clock,
        1000,
        () -> {
          inCallback.pass();
          return 0;
        });
  }

  private CompletableFuture<Decision> ask(CredentialVendor vendor, Setup setup) {
    return vendor.decide(
        setup.request(), BaseIdentity.of(VendingFixture.ALICE, null), new TestContext(false, true));
  }

  private CredentialVendor vendor(VendingEngine engine, Setup setup) {
    return engine.vendor(setup.settings, new VendingPolicy(false, Duration.ofMinutes(1), true));
  }

  /** Two requests at the same time meet the fault; a third one, later, does not. */
  private void strike(Setup setup, Fault fault, @Nullable Kind expected) {
    CredentialVendor vendor = vendor(newEngine(), setup);
    services.grant("alice", READ, S3Path.prefix("b", "p/q/"));
    CompletableFuture<Decision> one = ask(vendor, setup);
    CompletableFuture<Decision> other = ask(vendor, setup);
    threads.runAll();
    assertThat(one).isDone();
    assertThat(other).isDone();
    for (CompletableFuture<Decision> each : List.of(one, other)) {
      if (fault.hasStruck() && each.isCompletedExceptionally()) {
        Throwable cause = assertThrows(CompletionException.class, each::join).getCause();
        assertThat(assertInstanceOf(VendingException.class, cause).kind()).isEqualTo(expected);
      }
    }
    if (fault.hasStruck()) {
      assertThat(List.of(one, other)).anyMatch(CompletableFuture::isCompletedExceptionally);
    }
    CompletableFuture<Decision> next = ask(vendor, setup);
    threads.runAll();
    assertThat(next).isCompleted();
  }

  private static Fault none() {
    return new Fault(Integer.MAX_VALUE, IllegalStateException::new);
  }

  /** Stands for an OutOfMemoryError. If one of those escaped, JUnit would abort all tests. */
  private static Error noThread() {
    return new InternalError("unable to create native thread");
  }

  @ParameterizedTest
  @EnumSource
  void wherever_no_thread_can_be_made(Setup setup) {
    int number = 0;
    do {
      inExecutor = new Fault(number++, NothingHangsTest::noThread);
      strike(setup, inExecutor, Kind.UNAVAILABLE);
    } while (inExecutor.hasStruck());
    assertThat(number).isGreaterThanOrEqualTo(setup == Setup.ACCOUNT_SET ? 3 : 4);
  }

  @ParameterizedTest
  @EnumSource
  void wherever_the_executor_takes_no_more(Setup setup) {
    int number = 0;
    do {
      inExecutor = new Fault(number++, RejectedExecutionException::new);
      strike(setup, inExecutor, Kind.CLOSED);
    } while (inExecutor.hasStruck());
  }

  @ParameterizedTest
  @EnumSource
  void wherever_a_call_ends_in_an_error(Setup setup) {
    int number = 0;
    do {
      client.fault = new Fault(number++, StackOverflowError::new);
      strike(setup, client.fault, Kind.UNAVAILABLE);
    } while (client.fault.hasStruck());
  }

  @ParameterizedTest
  @EnumSource
  void wherever_a_call_ends_in_a_programmers_error(Setup setup) {
    int number = 0;
    do {
      client.fault = new Fault(number++, () -> new IllegalStateException("broken"));
      strike(setup, client.fault, Kind.BAD_RESPONSE);
    } while (client.fault.hasStruck());
  }

  @ParameterizedTest
  @EnumSource(names = "PROBE", mode = EnumSource.Mode.EXCLUDE)
  void where_what_was_vended_cannot_be_kept(Setup setup) {
    inCallback = new Fault(0, InternalError::new);
    strike(setup, inCallback, Kind.UNAVAILABLE);
    assertThat(inCallback.hasStruck()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void a_class_that_is_missing_is_named(Setup setup) {
    client.fault = new Fault(0, () -> new NoClassDefFoundError("org/example/Missing"));
    CompletableFuture<Decision> decision = ask(vendor(newEngine(), setup), setup);
    threads.runAll();
    Throwable cause = assertThrows(CompletionException.class, decision::join).getCause();
    assertThat(cause).hasMessageContaining("org/example/Missing");
    assertThat(assertInstanceOf(VendingException.class, cause).kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @ParameterizedTest
  @EnumSource(names = "REGION_SET")
  void a_renewal_that_cannot_be_asked_for_is_tried_again(Setup setup) {
    VendingEngine engine = newEngine();
    CredentialVendor vendor = vendor(engine, setup);
    services.grant("alice", READ, S3Path.prefix("b", "p/q/"));
    CompletableFuture<Decision> first = ask(vendor, setup);
    threads.runAll();
    assertThat(first).isCompleted();
    clock.advance(Duration.ofMinutes(40));
    inExecutor = new Fault(0, NothingHangsTest::noThread);
    for (int i = 0; i < 2; i++) {
      Decision now =
          vendor.decideNow(
              setup.request(), BaseIdentity.of(VendingFixture.ALICE, null), new TestContext(false));
      assertThat(requireNonNull(now).credentials()).isNotNull();
      threads.runAll();
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(inExecutor.hasStruck()).isTrue();
    assertThat(engine.statistics().getRenewals()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = "REGION_SET")
  void preparation_that_fails_is_no_matter(Setup setup) {
    VendingEngine engine = newEngine();
    inExecutor = new Fault(0, NothingHangsTest::noThread);
    assertThat(engine.prepare(setup.settings)).isCompletedExceptionally();
    CompletableFuture<Void> next = engine.prepare(setup.settings);
    threads.runAll();
    assertThat(next).isCompleted();
  }
}
