package io.github.s3agrants.vending;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells which texts come for the first time, so that each is logged once. Knows a limited number,
 * since texts from outside must fill neither the log nor the heap. Thread-safe.
 */
final class FirstOnes {
  private static final int MOST = 100;

  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  /** Whether a text is a new one, and there have not been too many. */
  boolean isFirst(String text) {
    return seen.size() < MOST && seen.add(text);
  }
}
