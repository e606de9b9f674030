package io.github.s3agrants.tables;

import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The result of a step: a text, or the failure that its user sees.
 *
 * @param text the result, or the classes of the failure from the outermost to the refusal
 * @param failure null if there was none
 */
record Found(String text, @Nullable Throwable failure) {

  static Found by(Side side, Callable<String> action) {
    try {
      return new Found(side.outOf(action.call()), null);
    } catch (Exception e) { // Scala declares nothing
      return new Found(String.join(" < ", classes(e)), e);
    }
  }

  private static List<String> classes(Throwable failure) {
    List<String> names = new ArrayList<>();
    for (Throwable next = failure; next != null && names.size() < 20; next = next.getCause()) {
      names.add(next.getClass().getSimpleName());
      if (next instanceof AccessDeniedException || next instanceof S3Exception) {
        // Below it is what has refused: S3 itself, or the library before S3 was asked.
        break;
      }
    }
    return names;
  }

  /** All that the user reads of the failure, causes included. */
  String messages() {
    StringBuilder all = new StringBuilder();
    for (Throwable next = failure; next != null; next = next.getCause()) {
      all.append(next.getMessage()).append('\n');
    }
    return all.toString();
  }

  boolean failed() {
    return failure != null;
  }
}
