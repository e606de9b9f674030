package io.github.s3agrants.stress;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Journal;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.testkit.TestPrincipals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random requests of S3A and of S3 clients by several callers, while grants and faults change on an
 * emulator that enforces them. The journal and a naive model decide whether each outcome was right.
 * {@code -Dstress.seed} and {@code -Dstress.requests} are as in {@link StressTest}.
 */
class FileSystemStressTest {
  private static final int REQUESTS = Integer.getInteger("stress.requests", 100_000) / 25;

  /** So many requests that were signed with vended credentials show that the others are checked. */
  private static final int ENOUGH = REQUESTS / 4;

  /** If chance granted little, more requests are sent, with other grants by then. */
  private static final int MOST_ROUNDS = 8;

  private static final int THREADS = 6;
  private static final int GRANTS_EACH = 16;
  private static final Principal CAROL = TestPrincipals.named("carol");
  private static final Principal DAVE = TestPrincipals.named("dave");

  private final long seed = Long.getLong("stress.seed", new Random().nextInt());
  private final Map<String, String> vendedTo = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();
  private volatile int most;
  private int vended;

  @Test
  @Timeout(value = 120, unit = TimeUnit.MINUTES)
  void every_request_is_answered_as_the_grants_have_it() throws Exception {
    System.out.println("FileSystemStressTest: -Dstress.seed=" + seed);
    StressRequests draws = new StressRequests("lake", "other");
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    StressCaller.Signers.SEEN.clear();
    try (FileSystemStress world = new FileSystemStress(draws, CAROL, DAVE)) {
      for (String pillar : StressCaller.PILLARS) {
        world.lake.upload("/" + pillar, "x");
      }
      Random random = new Random(seed);
      for (Principal who : List.of(ALICE, BOB, CAROL, DAVE)) {
        for (int i = 0; i < GRANTS_EACH; i++) {
          world.changeGrants(random, who, GRANTS_EACH);
        }
      }
      world.lake.emulator.faults().credentialLife(Duration.ofSeconds(5));
      world.lake.emulator.resetJournal();
      try (StressCaller alice = new StressCaller(world, ALICE, draws);
          StressCaller bob = new StressCaller(world, BOB, draws);
          StressCaller carol =
              new StressCaller(world, CAROL, draws, "fs.s3a.accessgrants.privilege=Minimal");
          StressCaller dave =
              new StressCaller(
                  world, DAVE, draws, "fs.s3a.accessgrants.account.id=" + TestPrincipals.ACCOUNT)) {
        List<StressCaller> callers = List.of(alice, bob, carol, dave);
        for (int round = 0; round < MOST_ROUNDS && vended <= ENOUGH; round++) {
          most = (round + 1) * REQUESTS;
          send(world, threads, callers);
        }
        report(callers);
      }
    } finally {
      threads.shutdownNow();
    }
    StressCaller.Signers.SEEN.forEach(
        (caller, keys) ->
            assertThat(keys)
                .as("credentials that signed for %s, -Dstress.seed=%d", caller, seed)
                .doesNotContain(TestPrincipals.named(caller).accessKey())
                .allSatisfy(
                    key -> assertThat(vendedTo.getOrDefault(key, caller)).isEqualTo(caller)));
    assertThat(vended).isGreaterThan(ENOUGH);
  }

  private void send(FileSystemStress world, ExecutorService threads, List<StressCaller> callers)
      throws Exception {
    List<Future<String>> all =
        IntStream.range(0, THREADS)
            .mapToObj(thread -> threads.submit(() -> run(world, callers)))
            .toList();
    List<String> wrong = new ArrayList<>();
    for (Future<String> each : all) {
      wrong.add(each.get());
    }
    assertThat(String.join("", wrong)).as("-Dstress.seed=%d", seed).isEmpty();
    number.set(most);
    check(world.lake.emulator.journal());
    world.lake.emulator.resetJournal();
  }

  private String run(FileSystemStress world, List<StressCaller> callers) {
    for (int step = number.getAndIncrement(); step < most; step = number.getAndIncrement()) {
      Random random = new Random(seed * 31 + step * 0x9E3779B97F4A7C15L);
      int draw = random.nextInt(100);
      StressCaller caller = callers.get(random.nextInt(callers.size()));
      if (draw < 3) {
        world.changeGrants(random, caller.who, GRANTS_EACH);
      } else if (draw < 5) {
        world.changeFaults(random);
      }
      String wrong = caller.step(random);
      if (wrong != null) {
        number.set(most);
        return "step " + step + ", " + wrong + "\n";
      }
      if (step % 5_000 == 4_999) {
        // Before the journal is full. The few calls between these two lines are not checked.
        check(world.lake.emulator.journal());
        world.lake.emulator.resetJournal();
      }
    }
    return "";
  }

  /** S3 refuses no signed request, and no request is signed with base credentials. */
  private synchronized void check(Journal journal) {
    assertThat(journal.dropped()).isZero();
    List<JournalEntry> wrong = new ArrayList<>();
    for (JournalEntry call : journal.service(Service.S3).entries()) {
      if (call.signer() == SignerKind.VENDED) {
        vended++;
        vendedTo.put(String.valueOf(call.accessKeyId()), String.valueOf(call.principal()));
      } else if (!isUnchecked(call)) {
        wrong.add(call);
      }
      if (call.status() == 403 && !isQuestionForTheRegion(call) && !noGrantCarries(call)) {
        wrong.add(call);
      }
    }
    assertThat(wrong).as("-Dstress.seed=%d", seed).isEmpty();
  }

  /** True if S3 did not check the signer, or checked it too late. */
  private static boolean isUnchecked(JournalEntry call) {
    return call.signer() == SignerKind.UNKNOWN
        && (call.status() == 0
            || call.status() >= 500
            || "ExpiredToken".equals(call.errorCode())
            || call.accessKeyId() == null);
  }

  /** True for what S3 refuses to vended credentials, whatever was granted. */
  private static boolean noGrantCarries(JournalEntry call) {
    return call.operation().equals("GetObjectAttributes") && call.signer() == SignerKind.VENDED;
  }

  /** True for the unsigned HeadBucket that asks for the Region; the refusal contains it. */
  private static boolean isQuestionForTheRegion(JournalEntry call) {
    return call.operation().equals("HeadBucket") && call.accessKeyId() == null;
  }

  private static void report(List<StressCaller> callers) {
    for (StressCaller caller : callers) {
      System.out.printf(
          "FileSystemStressTest: %s granted %s, denied %s%n",
          caller.who.name(), caller.granted, caller.denied);
    }
  }
}
