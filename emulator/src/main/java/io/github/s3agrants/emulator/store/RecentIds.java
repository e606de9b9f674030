package io.github.s3agrants.emulator.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** The last IDs that were added. Thread-safe. */
final class RecentIds {
  private static final int MAX = 1000;

  private final Deque<String> order = new ArrayDeque<>();
  private final Set<String> ids = new HashSet<>();

  synchronized void add(String id) {
    if (ids.add(id)) {
      order.addLast(id);
      if (order.size() > MAX) {
        ids.remove(order.removeFirst());
      }
    }
  }

  synchronized boolean contains(String id) {
    return ids.contains(id);
  }
}
