package io.github.s3agrants.examples;

import java.nio.file.AccessDeniedException;

/** Checks that an action without a grant is denied. */
final class Denial {

  private Denial() {}

  /**
   * Runs an action for which there is no grant.
   *
   * @return the first line of the {@link AccessDeniedException} among the causes, which a user of
   *     the job would look for
   * @throws IllegalStateException if the action ends in any other way
   */
  static String of(String what, Runnable action) {
    try {
      action.run();
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof AccessDeniedException) {
          return String.valueOf(cause.getMessage()).lines().findFirst().orElse("(no message)");
        }
      }
      throw new IllegalStateException(what + " failed, but not for want of a grant", e);
    }
    throw new IllegalStateException(what + " was allowed, though there is no grant for it");
  }
}
