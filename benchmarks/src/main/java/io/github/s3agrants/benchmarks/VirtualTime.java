package io.github.s3agrants.benchmarks;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Time in which one thread of a driver works off what a swarm of executors sends. It passes only
 * with that thread's work, or up to the next event: what the executors do themselves takes none.
 * Not thread-safe.
 */
final class VirtualTime {
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

  private final PriorityQueue<Event> swarm = new PriorityQueue<>();
  private final PriorityQueue<Event> background = new PriorityQueue<>();
  private long nowNanos;
  private long number;

  private final Clock clock =
      new Clock() {
        @Override
        public long millis() {
          return START.toEpochMilli() + TimeUnit.NANOSECONDS.toMillis(nowNanos);
        }

        @Override
        public Instant instant() {
          return Instant.ofEpochMilli(millis());
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException("always UTC");
        }
      };

  /** Threads whose work happens at its time, and takes none. */
  private final class Threads extends ScheduledThreadPoolExecutor {
    Threads() {
      super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
      Event event = new Event(work, nowNanos + unit.toNanos(delay));
      swarm.add(event);
      return event;
    }
  }

  private final class Event extends FutureTask<Boolean> implements ScheduledFuture<Boolean> {
    private final long dueNanos;
    private final long order = number++;

    Event(Runnable work, long dueNanos) {
      super(work, true);
      this.dueNanos = dueNanos;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(dueNanos - nowNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Comparator.<Event>comparingLong(event -> event.dueNanos)
          .thenComparingLong(event -> event.order)
          .compare(this, (Event) other);
    }
  }

  Clock clock() {
    return clock;
  }

  /** How much time has passed. */
  Duration passed() {
    return Duration.ofNanos(nowNanos);
  }

  /** The executors' threads. */
  ScheduledThreadPoolExecutor swarm() {
    return new Threads();
  }

  /** Threads of the driver beside the one that answers. Only {@link #pause} takes time there. */
  Executor background() {
    return work -> background.add(new Event(() -> new Background(work).resume(), nowNanos));
  }

  /** Lets time pass for the background work that calls this. */
  void pause(Duration time) {
    Background work = requireNonNull(Background.CURRENT.get(), "only background work may pause");
    background.add(new Event(work::resume, nowNanos + time.toNanos()));
    work.yielded.release();
    work.turn.acquireUninterruptibly();
  }

  /** Work that has a thread of its own, and runs on it while all others wait. */
  private static final class Background {
    static final ThreadLocal<@Nullable Background> CURRENT = new ThreadLocal<>();

    final Semaphore turn = new Semaphore(0);
    final Semaphore yielded = new Semaphore(0);

    Background(Runnable work) {
      Thread thread =
          new Thread(
              () -> {
                CURRENT.set(this);
                turn.acquireUninterruptibly();
                try {
                  work.run();
                } finally {
                  yielded.release();
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    /** Runs the work until it pauses or ends. */
    void resume() {
      turn.release();
      yielded.acquireUninterruptibly();
    }
  }

  /** The thread that answers has worked for so long. */
  void spend(long nanos) {
    nowNanos += nanos;
  }

  /** Drops what would happen later. */
  void forget() {
    swarm.clear();
    background.clear();
  }

  /** Lets everything happen that is due until then. */
  void runUntil(Duration end) throws Exception {
    Queue<Event> queue = next();
    while (!queue.isEmpty() && queue.element().dueNanos <= end.toNanos()) {
      Event event = queue.remove();
      nowNanos = Math.max(nowNanos, event.dueNanos);
      event.run();
      boolean unused = event.get();
      queue = next();
    }
    nowNanos = Math.max(nowNanos, end.toNanos());
  }

  /** A message is answered after all that the driver's other threads have done until then. */
  private Queue<Event> next() {
    Event message = swarm.peek();
    Event work = background.peek();
    return message == null
            || (work != null && work.dueNanos <= Math.max(nowNanos, message.dueNanos))
        ? background
        : swarm;
  }
}
