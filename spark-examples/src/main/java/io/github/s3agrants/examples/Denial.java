package io.github.s3agrants.examples;

import java.nio.file.AccessDeniedException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks that an action without a grant is denied. */
final class Denial {

  private static final Pattern IN_A_TASK =
      Pattern.compile(
          "Caused by: " + Pattern.quote(AccessDeniedException.class.getName()) + ": (.*)");

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
        Optional<String> denial = denial(cause);
        if (denial.isPresent()) {
          return denial.get();
        }
      }
      throw new IllegalStateException(what + " failed, but not for want of a grant", e);
    }
    throw new IllegalStateException(what + " was allowed, though there is no grant for it");
  }

  /** Of a failed task Spark may keep only the text of its stack trace, in its own message. */
  private static Optional<String> denial(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof AccessDeniedException) {
      return Optional.of(message.lines().findFirst().orElse("(no message)"));
    }
    return Optional.of(IN_A_TASK.matcher(message))
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1));
  }
}
