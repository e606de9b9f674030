package io.github.s3agrants.emulator.journal;

import io.github.s3agrants.emulator.api.Journal;
import io.github.s3agrants.emulator.api.JournalEntry;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records calls up to a capacity and then drops the oldest. Thread-safe. */
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

  /** Records an answered call. */
  public synchronized void record(CallRecord call, int status, @Nullable String errorCode) {
    call.answered(status, errorCode);
    if (entries.size() == capacity) {
      entries.removeFirst();
      dropped++;
    }
    sequence++;
    entries.addLast(call.toEntry(sequence, clock.instant()));
  }

  /** The current journal. */
  public synchronized Journal snapshot() {
    return new Journal(List.copyOf(entries), dropped);
  }

  /** Clears the journal. Sequence numbers continue. */
  public synchronized void reset() {
    entries.clear();
    dropped = 0;
  }
}
