package io.github.s3agrants.benchmarks;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The asks that a driver answered. Not thread-safe. */
final class AskLog {
  private static final int FIRST_CAPACITY = 1024;
  private static final int MINUTE = 60;

  private long[] nanos = new long[FIRST_CAPACITY];
  private int size;
  private int[] perSecond = new int[FIRST_CAPACITY];

  /**
   * Adds an ask.
   *
   * @param second in which it was answered, counted from the start
   * @param cost the time that it took, in nanoseconds
   */
  void add(int second, long cost) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * size);
    }
    nanos[size++] = cost;
    if (second >= perSecond.length) {
      perSecond = Arrays.copyOf(perSecond, 2 * second);
    }
    perSecond[second]++;
  }

  int count() {
    return size;
  }

  /** The time of all asks, in nanoseconds. */
  long nanos() {
    return Arrays.stream(nanos, 0, size).sum();
  }

  /** The time that this part of the asks took at most, in nanoseconds. */
  long percentile(double part) {
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(size - 1L, Math.round(size * part))];
  }

  /** The asks from a second on. */
  long countFrom(int second) {
    return from(second).asLongStream().sum();
  }

  /** The most asks in a second, from {@code second} on. */
  int peakFrom(int second) {
    return from(second).max().orElse(0);
  }

  /** The most asks in 60 seconds, from {@code second} on. */
  int peakMinuteFrom(int second) {
    return IntStream.range(second, perSecond.length)
        .map(i -> IntStream.range(i, Math.min(i + MINUTE, perSecond.length)).map(this::at).sum())
        .max()
        .orElse(0);
  }

  private int at(int second) {
    return perSecond[second];
  }

  private IntStream from(int second) {
    return IntStream.range(second, perSecond.length).map(this::at);
  }
}
