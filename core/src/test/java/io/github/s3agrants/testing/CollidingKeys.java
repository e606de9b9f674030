package io.github.s3agrants.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Names that were chosen to make a hash map slow, and measurements of how slow it is. */
public final class CollidingKeys {
  /** Each is two characters long and has the hash code 2112. */
  public static final List<String> TOKENS = List.of("Aa", "BB", "C#");

  private static final int BITS = 13;
  private static final int ROUNDS = 50;
  private static final int LOOK_UPS = 200;

  /**
   * The allowed ratio of the times. A search in a tree takes up to 7 times as long, a linear search
   * hundreds of times.
   */
  private static final long BOUND = 30;

  private static final int MOST_ATTEMPTS = 20;

  private CollidingKeys() {}

  /** 8,192 names with the same hash code. */
  public static List<String> colliding() {
    return names("Aa", "BB");
  }

  /** The same number of names, as long and as similar, with different hash codes. */
  public static List<String> others() {
    return names("Aa", "Bb");
  }

  private static List<String> names(String zero, String one) {
    List<String> names = new ArrayList<>(1 << BITS);
    for (int i = 0; i < 1 << BITS; i++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < BITS; bit++) {
        name.append((i >> bit & 1) == 0 ? zero : one);
      }
      names.add(name.toString());
    }
    return names;
  }

  /**
   * Fails if look-ups among colliding names take much longer than among others. Measures again if
   * the machine is busy or the code is not compiled yet.
   *
   * @param nanos measures look-ups among these names, in nanoseconds
   */
  public static void assertBounded(ToLongFunction<List<String>> nanos) {
    long others = Long.MAX_VALUE / BOUND;
    long colliding = Long.MAX_VALUE;
    for (int attempt = 0; attempt < MOST_ATTEMPTS && colliding >= BOUND * others; attempt++) {
      others = Math.min(others, nanos.applyAsLong(others()));
      colliding = Math.min(colliding, nanos.applyAsLong(colliding()));
    }
    assertThat(colliding).isLessThan(BOUND * others);
  }

  /**
   * The time that look-ups take in the best of several rounds, in nanoseconds.
   *
   * @param key makes the key to look up from a name
   * @param lookUp looks up a key; must find it
   */
  public static <K> long nanosOf(List<String> names, Function<String, K> key, Predicate<K> lookUp) {
    List<String> some = new ArrayList<>(names);
    Collections.shuffle(some, new Random(1));
    List<K> keys = some.stream().limit(LOOK_UPS).map(key).collect(Collectors.toList());
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      int found = 0;
      long start = System.nanoTime();
      for (K wanted : keys) {
        found += lookUp.test(wanted) ? 1 : 0;
      }
      best = Math.min(best, System.nanoTime() - start);
      if (found != LOOK_UPS) {
        throw new AssertionError("found " + found);
      }
    }
    return best;
  }
}
