package io.github.s3agrants.application;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Spreads the questions that are asked again, so that any number of executors asks no more often
 * than a driver answers easily. Thread-safe.
 */
final class PollPacer {
  /**
   * A driver with two cores answers about 9,000 messages a second, most of which is Spark's own
   * part, and it has other messages to handle.
   */
  private static final int PER_SECOND = 6000;

  private static final double SLOT_MILLIS = 1000.0 / PER_SECOND;

  private static final long SHORTEST_MILLIS = 10;
  private static final long LONGEST_MILLIS = Duration.ofSeconds(2).toMillis();

  private final Clock clock;

  /** When there is room for the next question, in milliseconds of the clock. */
  private double nextSlot;

  PollPacer(Clock clock) {
    this.clock = clock;
  }

  /**
   * The answers to one message, with one pause for all that are pending, because their questions
   * are asked again together.
   *
   * @param answers pending ones say how long they have been waited for
   */
  List<Answer> paced(List<Answer> answers) {
    Optional<Duration> shortest =
        answers.stream()
            .filter(answer -> answer.kind() == Answer.Kind.PENDING)
            .map(answer -> answer.value(Answer.Kind.PENDING, Duration.class))
            .min(Comparator.naturalOrder());
    if (shortest.isEmpty()) {
      return answers;
    }
    Answer again = Answer.pending(pause(shortest.get().toMillis()));
    return answers.stream()
        .map(answer -> answer.kind() == Answer.Kind.PENDING ? again : answer)
        .collect(Collectors.toList());
  }

  /**
   * How long to wait before asking again: as long as the answer has been waited for, at least 10 ms
   * and at most 2 s, or until there is room.
   *
   * @param waitedMillis how long the answer has been waited for
   */
  synchronized Duration pause(long waitedMillis) {
    long now = clock.millis();
    double slot = Math.max(now + (double) SHORTEST_MILLIS, nextSlot);
    nextSlot = Math.min(slot, now + (double) LONGEST_MILLIS) + SLOT_MILLIS;
    return Duration.ofMillis(
        Math.min(LONGEST_MILLIS, Math.max(waitedMillis, Math.round(slot - now))));
  }
}
