package io.github.s3agrants.benchmarks;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.aws.SdkCredentials;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.VendingEngine;
import io.github.s3agrants.vending.VendingPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Executors that start together and use their grants all the time, each with an engine of its own
 * under a clock that is moved by hand.
 *
 * @param executors how many
 * @param grants of each
 * @param hours for how long
 * @param interval seconds between two uses of one grant by one executor
 * @param jitter whether the moment of a renewal is drawn by chance, as the library does
 * @param seed of all that is
 */
record FleetModel(int executors, int grants, int hours, int interval, boolean jitter, long seed) {
  private static final long MILLIS = 1000;
  private static final int SECONDS_PER_HOUR = 3600;
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
  private static final double NO_JITTER = 0.5;

  /** GetDataAccess calls in each second. Immutable. */
  static final class Calls {
    private final int[] perSecond;

    private Calls(int[] perSecond) {
      this.perSecond = perSecond;
    }

    int seconds() {
      return perSecond.length;
    }

    /** The calls in one second, counted from the start. */
    int at(int second) {
      return perSecond[second];
    }

    long total() {
      return IntStream.of(perSecond).asLongStream().sum();
    }

    /** The most calls in a second, counted from {@code second} on. */
    int peakFrom(int second) {
      return IntStream.range(second, perSecond.length).map(i -> perSecond[i]).max().orElse(0);
    }
  }

  Calls run() {
    AtomicIntegerArray calls = new AtomicIntegerArray(hours * SECONDS_PER_HOUR + 1);
    IntStream.range(0, executors)
        .parallel()
        .forEach(executor -> new Executor(executor, calls).live());
    return new Calls(IntStream.range(0, calls.length()).map(calls::get).toArray());
  }

  /** One executor's day. */
  private final class Executor {
    private final Random random;
    private final VirtualClock clock = new VirtualClock();
    private final CredentialVendor vendor;
    private final List<Access> requests = new ArrayList<>();
    private final BaseIdentity base =
        BaseIdentity.of(
            SdkCredentials.of(BenchmarkPrincipals.credentials(BenchmarkPrincipals.ONE)), null);
    private final long started;

    Executor(int number, AtomicIntegerArray calls) {
      random = new Random(seed + number);
      // All start within one second.
      started = START.toEpochMilli() + random.nextInt((int) MILLIS);
      clock.millis = started;
      DoubleSupplier chance = jitter ? random::nextDouble : () -> NO_JITTER;
      VendingEngine engine =
          new VendingEngine(new CountingClient(clock, calls), Runnable::run, clock, grants, chance);
      vendor =
          engine.vendor(
              ServiceSettings.builder()
                  .user("spark")
                  .region(Optional.of(BenchmarkPrincipals.REGION))
                  .build(),
              new VendingPolicy(false, Duration.ofMinutes(1), true));
      for (int grant = 0; grant < grants; grant++) {
        requests.add(
            Access.of(
                "GetObject",
                Permission.READ,
                S3Path.object(BenchmarkPrincipals.BUCKET, WarmRequests.prefix(grant) + "part")));
      }
    }

    void live() {
      long end = START.plus(Duration.ofHours(hours)).toEpochMilli();
      for (long now = started; now < end; now += interval * MILLIS) {
        clock.millis = now;
        requests.forEach(this::request);
      }
    }

    private void request(Access request) {
      Decision decision = vendor.decideNow(request, base, NoContext.INSTANCE);
      if (decision == null) {
        decision = vendor.decide(request, base, NoContext.INSTANCE).join();
      }
      BenchmarkException.unless(decision.credentials() != null, "a request got no credentials");
    }
  }

  /** Time as the model has it; each executor's is its own thread's. */
  private static final class VirtualClock extends Clock {
    private long millis;

    @Override
    public long millis() {
      return millis;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("always UTC");
    }
  }

  /** Counts the calls of each moment. */
  private static final class CountingClient extends EveryTable {
    private static final SigningCredentials VENDED =
        SigningCredentials.session("ASIAFLEET00000000000", "secret", "token", Optional.empty());

    private final VirtualClock clock;
    private final AtomicIntegerArray calls;

    CountingClient(VirtualClock clock, AtomicIntegerArray calls) {
      super(clock);
      this.clock = clock;
      this.calls = calls;
    }

    @Override
    SigningCredentials next() {
      calls.incrementAndGet((int) ((clock.millis() - START.toEpochMilli()) / MILLIS));
      return VENDED;
    }
  }
}
