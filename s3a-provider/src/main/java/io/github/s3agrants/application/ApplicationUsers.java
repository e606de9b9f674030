package io.github.s3agrants.application;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Who may ask for whom. An executor runs the tasks of all users of an application as one Hadoop
 * user, and so cannot tell for whom it asks. Thread-safe.
 */
public final class ApplicationUsers {
  private final Set<String> own;
  private final Supplier<Set<String>> opened;

  /**
   * The users of an application.
   *
   * @param own the names of the Hadoop user that the application runs as
   * @param opened the users that have opened file systems in the driver so far
   */
  public ApplicationUsers(Collection<String> own, Supplier<Set<String>> opened) {
    this.own = Set.copyOf(own);
    this.opened = opened;
  }

  /** Why the driver must not answer a user; empty if it may. */
  Optional<String> objectionTo(String user) {
    if (!own.contains(user)) {
      return Optional.of(
          String.format(
              "The executor's file system was opened by user %s, and the application runs as %s:"
                  + " the driver vends for its own user only.",
              user, String.join(" or ", new TreeSet<>(own))));
    }
    for (String other : opened.get()) {
      if (!own.contains(other)) {
        return Optional.of(
            String.format(
                "User %s has opened file systems in the driver, which runs as %s. Executors run the"
                    + " tasks of both, so the driver cannot tell for whom they ask. Run this"
                    + " application without the plugin (spark.plugins), or as one user.",
                other, String.join(" or ", new TreeSet<>(own))));
      }
    }
    return Optional.empty();
  }
}
