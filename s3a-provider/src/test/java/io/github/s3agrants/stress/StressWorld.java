package io.github.s3agrants.stress;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.stress.NaiveGrants.Rule;
import io.github.s3agrants.stress.StressRequests.Drawn;
import io.github.s3agrants.stress.StressedEngine.Door;
import io.github.s3agrants.stress.StressedEngine.Outcome;
import io.github.s3agrants.vending.Decision;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Callers with changing keys and grants, on an engine whose services sometimes fail. A step depends
 * only on the seed and its number, so that steps can be left out. Thread-safe.
 */
final class StressWorld implements AutoCloseable {
  private static final List<String> CALLERS = List.of("alice", "bob", "carol");
  private static final int GRANTS_EACH = 14;

  final LongAdder requests = new LongAdder();
  final LongAdder vended = new LongAdder();
  final LongAdder denied = new LongAdder();
  final LongAdder notFound = new LongAdder();

  private final LongAdder unsupported = new LongAdder();
  private final LongAdder fallbacks = new LongAdder();

  @SuppressWarnings("ThreadLocalUsage") // one per thread, and lives as long as its world
  private final ThreadLocal<Random> randoms;

  private final StressRequests draws = new StressRequests("lake", "lake2");
  private final StressedEngine engine;
  private final int cacheSize;
  private final long seed;
  private final AtomicInteger keys = new AtomicInteger();
  private final Map<String, AwsCredentials> present = new ConcurrentHashMap<>();
  private final Map<String, AwsCredentials> previous = new ConcurrentHashMap<>();

  /**
   * A new world.
   *
   * @param threads the number of threads that call the services; 0: the caller's own thread does
   */
  StressWorld(long seed, int threads) {
    AtomicInteger others = new AtomicInteger();
    Random random = new Random(seed);
    this.seed = seed;
    this.cacheSize = List.of(8, 60, 10_000).get(random.nextInt(3));
    this.randoms = ThreadLocal.withInitial(() -> new Random(seed - others.incrementAndGet()));
    randoms.set(random);
    this.engine = new StressedEngine(threads, cacheSize, randoms);
    engine.services.mood = mood(random);
    for (String caller : CALLERS) {
      rotate(caller);
      for (int i = 0; i < GRANTS_EACH; i++) {
        engine.record.grants.set(0, draws.rule(random, caller), true);
      }
    }
  }

  /** Takes a step; returns what was wrong, or null. */
  @Nullable String step(int number) throws Exception {
    Random random = new Random(seed * 31 + number * 0x9E3779B97F4A7C15L);
    randoms.set(random);
    int draw = random.nextInt(1_000);
    if (draw < 15) {
      changeGrants(random);
    } else if (draw < 23) {
      int seconds = random.nextInt(20) == 0 ? 3_000 : 120;
      engine.advance(Duration.ofMillis(random.nextInt(seconds * 1_000)));
    } else if (draw < 28) {
      engine.services.mood = mood(random);
    } else if (draw < 30) {
      rotate(CALLERS.get(random.nextInt(CALLERS.size())));
    } else {
      return request(random);
    }
    return null;
  }

  private static OddServices.Mood mood(Random random) {
    OddServices.Mood[] moods = OddServices.Mood.values();
    int mood = random.nextInt(3 * moods.length);
    return mood < moods.length ? moods[mood] : OddServices.Mood.CALM;
  }

  private void changeGrants(Random random) {
    String caller = CALLERS.get(random.nextInt(CALLERS.size()));
    long now = engine.clock.millis();
    List<Rule> held =
        engine.record.grants.now().stream()
            .filter(rule -> rule.principal().equals(caller))
            .sorted(Comparator.comparing(Rule::toString))
            .toList();
    if (random.nextInt(2 * GRANTS_EACH) < held.size()) {
      engine.record.grants.set(now, held.get(random.nextInt(held.size())), false);
    } else {
      engine.record.grants.set(now, draws.rule(random, caller), true);
    }
  }

  /** Gives a caller new keys. The previous ones remain valid; those before are revoked. */
  private synchronized void rotate(String caller) {
    String key = "AKIA" + caller + keys.incrementAndGet();
    String secret = "secret of " + key;
    boolean session = caller.equals("carol");
    String token = session ? "token of " + key : "";
    engine.record.bases.put(key, new ServiceRecord.Base(caller, secret, token));
    AwsCredentials fresh =
        session
            ? AwsSessionCredentials.create(key, secret, token)
            : AwsBasicCredentials.create(key, secret);
    AwsCredentials old = present.put(caller, fresh);
    AwsCredentials oldest = old == null ? null : previous.put(caller, old);
    if (oldest != null) {
      engine.record.revoked.add(oldest.accessKeyId());
    }
  }

  private @Nullable String request(Random random) throws Exception {
    String caller = CALLERS.get(random.nextInt(CALLERS.size()));
    AwsCredentials base = requireNonNull(present.get(caller));
    int whose = random.nextInt(50);
    if (whose == 0) {
      caller = ServiceRecord.IMPOSTOR;
      base = AwsBasicCredentials.create(base.accessKeyId(), "guessed");
    } else if (whose < 5) {
      base = previous.getOrDefault(caller, base);
    } else if (whose < 10) {
      // Equal, but not the same object.
      base =
          base instanceof AwsSessionCredentials session
              ? AwsSessionCredentials.create(
                  base.accessKeyId(), base.secretAccessKey(), session.sessionToken())
              : AwsBasicCredentials.create(base.accessKeyId(), base.secretAccessKey());
    }
    Door door = engine.doors.get(random.nextInt(engine.doors.size()));
    Drawn drawn = draws.next(random);
    boolean writes = random.nextInt(4) == 0;
    boolean walks = random.nextBoolean();
    Outcome outcome = engine.ask(door, drawn.request(), base, writes, walks);
    count(outcome, drawn);
    Decision decision = outcome.decision();
    if (decision != null && random.nextInt(300) == 0) {
      engine.rejected(decision);
    }
    String wrong =
        new StressVerdict(engine.record, door, caller, base.accessKeyId(), drawn, outcome)
            .complaint();
    return wrong == null
        ? null
        : drawn
            + " by "
            + caller
            + " on the file system of <"
            + door.settings().user()
            + ">: "
            + wrong;
  }

  private void count(Outcome outcome, Drawn drawn) {
    requests.increment();
    Decision decision = outcome.decision();
    if (decision == null) {
      denied.increment();
      return;
    }
    switch (decision.kind()) {
      case VENDED -> vended.increment();
      case NOT_FOUND -> notFound.increment();
      case BASE -> (drawn.supported() ? fallbacks : unsupported).increment();
    }
  }

  /** What is wrong after all steps; null if nothing is. */
  @Nullable String complaint() {
    Map<String, Long> counted = engine.fallbacks();
    long unsupportedCounted = counted.getOrDefault("UNSUPPORTED_OPERATION", 0L);
    long all = counted.values().stream().mapToLong(Long::longValue).sum();
    if (unsupportedCounted != unsupported.sum() || all - unsupportedCounted != fallbacks.sum()) {
      return "signed with base credentials: %s unsupported and %s other requests, counted %s"
          .formatted(unsupported, fallbacks, counted);
    }
    return engine.kept() > cacheSize ? engine.kept() + " kept, of " + cacheSize : null;
  }

  @Override
  public void close() {
    engine.close();
  }
}
