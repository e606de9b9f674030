package io.github.s3agrants.emulator.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.grants.StateChange;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process while it appends to its state file and rewrites it. */
final class CrashTest {
  private static final int ROUNDS = 20;
  private static final int MOST_CHANGES = 60;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void every_change_that_it_spoke_of_is_there() throws Exception {
    long seed = Long.getLong("crash.seed", new Random().nextLong());
    System.out.println("CrashTest: repeat with -Dcrash.seed=" + seed);
    Random random = new Random(seed);
    Path file = folder.resolve("state.jsonl");
    long next = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long told = killedAfter(file, next, 1 + random.nextInt(MOST_CHANGES));
      Map<String, StateChange> state = new LinkedHashMap<>();
      try (StateFile open = StateFile.open(file, "us-east-1", Appender.SLACK)) {
        Changes.restore(open).forEach(change -> Appender.apply(state, change));
      }
      // The change after the last printed one may be persisted as well.
      next = state.equals(Appender.stateAfter(told + 2)) ? told + 2 : told + 1;
      assertThat(state)
          .as("round %s of seed %s, told of change %s", round, seed, told)
          .isEqualTo(Appender.stateAfter(next));
    }
  }

  /** Kills the process after so many changes, and returns the last change that it printed. */
  private static long killedAfter(Path file, long first, int changes) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Appender.class.getName(),
                file.toString(),
                Long.toString(first))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader(UTF_8)) {
      long told = first - 1;
      for (int i = 0; i < changes; i++) {
        told = Long.parseLong(out.readLine());
      }
      // Through its handle: Process.destroyForcibly would close the stream that is still read here.
      assertThat(process.toHandle().destroyForcibly()).isTrue();
      // Complete lines that it printed before its end count; an incomplete line does not.
      int last;
      StringBuilder line = new StringBuilder();
      while ((last = out.read()) >= 0) {
        if (last == '\n') {
          told = Long.parseLong(line.toString());
          line.setLength(0);
        } else {
          line.append((char) last);
        }
      }
      return told;
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
