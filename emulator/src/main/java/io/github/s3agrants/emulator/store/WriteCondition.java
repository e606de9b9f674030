package io.github.s3agrants.emulator.store;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of the current version when it is replaced or deleted. Immutable.
 *
 * @param match the entity tag that it must have, or {@code *} for any; null: no such condition
 * @param absent true if there must be no object
 */
public record WriteCondition(@Nullable String match, boolean absent) {
  /** Always met. */
  public static final WriteCondition NONE = new WriteCondition(null, false);

  /**
   * Checks it.
   *
   * @throws AwsException PreconditionFailed, or NoSuchKey if there is no object to match
   */
  void check(@Nullable ObjectVersion current) throws AwsException {
    boolean exists = current != null && !current.isDeleteMarker();
    if (match != null && !exists) {
      throw new AwsException(AwsError.NO_SUCH_KEY, "The specified key does not exist.");
    }
    boolean met = match == null || matches(current, match);
    if (!met || (absent && exists)) {
      throw new AwsException(
          AwsError.PRECONDITION_FAILED,
          "At least one of the pre-conditions you specified did not hold");
    }
  }

  private static boolean matches(@Nullable ObjectVersion current, String tag) {
    return current != null && (tag.strip().equals("*") || current.object().eTag().matches(tag));
  }
}
