package io.github.s3agrants.emulator.state;

import io.github.s3agrants.emulator.grants.StateChange;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A process that appends to a state file endlessly and prints each change that is persisted. The
 * file is rewritten all the time.
 */
final class Appender {
  static final int SLACK = 5;
  private static final int GRANTS = 20;

  private Appender() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, StateChange> state = new LinkedHashMap<>();
    try (StateFile file = StateFile.open(Path.of(arguments[0]), "us-east-1", SLACK)) {
      file.restore(
          kept -> kept.forEach(change -> apply(state, change)), () -> List.copyOf(state.values()));
      for (long i = Long.parseLong(arguments[1]); ; i++) {
        StateChange change = change(i);
        file.append(change);
        apply(state, change);
        System.out.println(i);
        System.out.flush();
      }
    }
  }

  /** Change number {@code i}. Its grant replaces the one of {@link #GRANTS} changes before. */
  static StateChange change(long i) {
    return Changes.grant("grant-" + i % GRANTS, "written by change " + i);
  }

  static void apply(Map<String, StateChange> state, StateChange change) {
    state.put(((StateChange.GrantCreated) change).grant().id(), change);
  }

  /** The state after all changes before {@code end}. */
  static Map<String, StateChange> stateAfter(long end) {
    Map<String, StateChange> state = new LinkedHashMap<>();
    for (long i = Math.max(0, end - GRANTS); i < end; i++) {
      apply(state, change(i));
    }
    return state;
  }
}
