package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Parts;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.Probe;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.testing.ManualExecutor;
import io.github.s3agrants.testing.TestAccess;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.vending.discovery.Discovery;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * Compares random histories with a naive model: requests, grants that come and go, time that
 * passes, and outages. Invariants 1 to 3 hold in every step, and each outcome has a reason.
 */
class HistoryTest {
  private static final Duration DENIED_TTL = Duration.ofMinutes(1);

  /** One step of a history. Which of its parts are used depends on its kind. */
  record Step(
      What kind, String principal, String key, Permission permission, boolean flag, int seconds) {}

  enum What {
    REQUEST,
    GRANT,
    REVOKE,
    TIME,
    OUTAGE,
    RECOVERY,
    BACKGROUND
  }

  private static final class World {
    final ManualClock clock = new ManualClock();
    final ModelService service = new ModelService(clock);
    final ManualExecutor executor = new ManualExecutor();
    final VendingEngine engine = new VendingEngine(service, executor, clock, 20, () -> 0.5);
    final CredentialVendor vendor;
    final Map<String, SigningCredentials> base = new HashMap<>();

    World(Discovery discovery) {
      vendor =
          engine.vendor(
              ServiceSettings.builder().region(Optional.of("eu-central-1")).build(),
              new VendingPolicy(false, DENIED_TTL, true, discovery, false));
    }

    SigningCredentials baseOf(String principal) {
      return base.computeIfAbsent(principal, p -> SigningCredentials.longTerm(p, "secret-of-" + p));
    }
  }

  @Property(tries = 3000)
  void invariants_hold_in_every_step(@ForAll("histories") List<Step> history) {
    run(history, Discovery.OFF);
  }

  /**
   * The list of grants is out of date most of the time, and some callers have more grants than the
   * limit at times.
   */
  @Property(tries = 3000)
  void invariants_hold_if_the_grants_are_listed(
      @ForAll("histories") List<Step> history, @ForAll @IntRange(min = 1, max = 6) int limit) {
    run(history, new Discovery(Duration.ofMinutes(5), limit));
  }

  private static void run(List<Step> history, Discovery discovery) {
    World world = new World(discovery);
    for (Step step : history) {
      switch (step.kind()) {
        case REQUEST -> request(world, step);
        case GRANT -> world.service.rules.add(rule(step));
        case REVOKE -> world.service.rules.remove(rule(step));
        case TIME -> world.clock.advance(Duration.ofSeconds(step.seconds()));
        case OUTAGE -> world.service.outage = step.flag() ? Kind.UNAVAILABLE : Kind.THROTTLED;
        case RECOVERY -> world.service.outage = null;
        case BACKGROUND -> world.executor.runAll();
      }
    }
    assertThat(world.engine.statistics().getLiveCredentials()).isLessThanOrEqualTo(20);
  }

  private static ModelService.Rule rule(Step step) {
    String key = step.key();
    return new ModelService.Rule(
        step.principal(),
        step.permission(),
        step.flag()
            ? S3Path.prefix("b", key.substring(0, key.lastIndexOf('/') + 1))
            : S3Path.object("b", key));
  }

  private static void request(World world, Step step) {
    Access request = access(step);
    S3Path path = pathOf(step);
    SigningCredentials base = world.baseOf(step.principal());
    RequestContext context =
        new RequestContext() {
          @Override
          public Optional<String> auditContext() {
            return Optional.empty();
          }

          @Override
          public boolean isPartOfWrite() {
            return step.seconds() % 2 == 0;
          }

          @Override
          public boolean isInternalProbe(Probe probe) {
            return step.seconds() % 3 == 0;
          }

          @Override
          public Parts parts() {
            return step.seconds() % 4 == 3 ? Parts.IMPOSSIBLE : Parts.POSSIBLE;
          }

          @Override
          public boolean isListing() {
            return step.seconds() % 5 == 0;
          }

          @Override
          public boolean isQuestion() {
            return step.seconds() % 5 == 1;
          }

          @Override
          public boolean isDelete() {
            return step.seconds() % 5 == 2;
          }
        };
    boolean outage = world.service.outage != null;
    boolean granted = world.service.grants(step.principal(), step.permission(), path);
    List<Object> question = List.of(step.principal(), step.permission(), path);
    BaseIdentity identity = BaseIdentity.of(base, null);
    Decision now = world.vendor.decideNow(request, identity, context);
    CompletableFuture<Decision> decision =
        now != null
            ? CompletableFuture.completedFuture(now)
            : world.vendor.decide(request, identity, context);
    if (!decision.isDone()) {
      // An immediate decision may leave a renewal in the background.
      world.executor.runAll();
    }
    assertThat(decision).isDone();
    try {
      Decision made = decision.join();
      assertThat(made.kind()).isEqualTo(Decision.Kind.VENDED);
      assertSound(world, step, path, requireNonNull(made.credentials()));
    } catch (CompletionException e) {
      VendingException failure = assertInstanceOf(VendingException.class, e.getCause());
      Kind kind = failure.kind();
      if (failure.parts().isPresent()) {
        assertParts(failure.parts().get(), request, context);
      } else if (kind == Kind.DENIED) {
        boolean remembered =
            isRemembered(world, question)
                || (step.permission() == Permission.READWRITE
                    && (isRemembered(world, List.of(step.principal(), Permission.READ, path))
                        || isRemembered(world, List.of(step.principal(), Permission.WRITE, path))));
        assertThat(!granted || remembered).as("denied although granted: %s", step).isTrue();
      } else {
        assertThat(outage).as("%s without an outage: %s", kind, step).isTrue();
      }
    }
    assertThat(world.engine.statistics().getFallbacks()).isEmpty();
  }

  /** The front end makes requests of them, each of which is checked like any other. */
  private static void assertParts(GrantedParts parts, Access request, RequestContext context) {
    assertThat(context.parts()).isEqualTo(Parts.POSSIBLE);
    assertThat(request.isList()).isTrue();
    assertThat(parts.purpose()).isEqualTo(GrantedParts.Purpose.EXISTENCE);
    assertThat(parts.readable()).isNotEmpty().allMatch(scope -> request.path().isAbove(scope));
  }

  private static boolean isRemembered(World world, List<Object> question) {
    Instant since = world.service.refused.get(question);
    return since != null && !world.clock.instant().isAfter(since.plus(DENIED_TTL));
  }

  /** Checks invariants 1 and 3 against the service's record. */
  private static void assertSound(World world, Step step, S3Path path, VendedCredentials vended) {
    ModelService.Issued issued =
        requireNonNull(world.service.issued.get(vended.signing().accessKeyId()));
    assertThat(issued.principal()).isEqualTo(step.principal());
    assertThat(issued.scope().covers(path)).isTrue();
    assertThat(issued.permission().covers(step.permission())).isTrue();
    assertThat(issued.expiration()).isAfter(world.clock.instant());
  }

  private static S3Path pathOf(Step step) {
    if (step.permission() == Permission.READWRITE) {
      return S3Path.object("b", step.key());
    }
    return step.permission() == Permission.READ && step.flag()
        ? S3Path.prefix("b", step.key().substring(0, step.key().lastIndexOf('/') + 1))
        : S3Path.object("b", step.key());
  }

  private static Access access(Step step) {
    return switch (step.permission()) {
      case READ ->
          step.flag() ? TestAccess.list("b", pathOf(step).key()) : TestAccess.get("b", step.key());
      case WRITE -> TestAccess.put("b", step.key());
      case READWRITE -> TestAccess.copy("b", step.key(), step.key());
    };
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<What> kinds =
        Arbitraries.frequency(
            Tuple.of(12, What.REQUEST),
            Tuple.of(5, What.GRANT),
            Tuple.of(2, What.REVOKE),
            Tuple.of(4, What.TIME),
            Tuple.of(1, What.OUTAGE),
            Tuple.of(1, What.RECOVERY),
            Tuple.of(2, What.BACKGROUND));
    Arbitrary<String> keys =
        Arbitraries.of("a/1", "a/2", "a/b/1", "a/b/2", "a/b/c/1", "d/1", "d/*", "top");
    return Combinators.combine(
            kinds,
            Arbitraries.of("alice", "bob"),
            keys,
            Arbitraries.of(Permission.class),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(1, 900))
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }
}
