package io.github.s3agrants.examples.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Waits for what another process or thread does. */
public final class Deadline {

  /** Far more than anything on loopback takes, also on a busy machine. */
  static final Duration LONG = Duration.ofMinutes(2);

  private static final long POLL_MILLIS = 20;

  /** Something that may not be there yet. */
  public interface Source<T> {
    Optional<T> look() throws IOException;
  }

  private Deadline() {}

  /** Looks until it is there. */
  static <T> T await(String what, Source<T> source) throws IOException, InterruptedException {
    return await(what, LONG, source);
  }

  /** Looks until it is there, but no longer than this. */
  public static <T> T await(String what, Duration longest, Source<T> source)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      Optional<T> there = source.look();
      if (there.isPresent()) {
        return there.get();
      }
      if (System.nanoTime() - end > 0) {
        throw new IOException("Not after " + longest.toSeconds() + " s: " + what);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }
}
