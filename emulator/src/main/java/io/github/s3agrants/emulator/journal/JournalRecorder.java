package io.github.s3agrants.emulator.journal;

import io.github.s3agrants.emulator.api.Journal;
import io.github.s3agrants.emulator.api.JournalEntry;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls answered so far, up to a number; the oldest go first. Thread-safe. */
public final class JournalRecorder {
  private final Clock clock;
  private final int capacity;
  private final Deque<JournalEntry> entries = new ArrayDeque<>();
  private long sequence;
  private long dropped;

  public JournalRecorder(Clock clock, int capacity) {
    this.clock = clock;
    this.capacity = capacity;
  }

  /** Adds a call that is answered. */
  public synchronized void record(CallRecord call, int status, @Nullable String errorCode) {
    if (entries.size() == capacity) {
      entries.removeFirst();
      dropped++;
    }
    sequence++;
    entries.addLast(call.toEntry(sequence, clock.instant(), status, errorCode));
  }

  /** What there is now. */
  public synchronized Journal snapshot() {
    return new Journal(List.copyOf(entries), dropped);
  }

  /** Forgets every call; sequence numbers go on. */
  public synchronized void reset() {
    entries.clear();
    dropped = 0;
  }
}
