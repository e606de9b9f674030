package io.github.s3agrants.emulator.error;

import java.io.Serial;

/**
 * Rejects a call. The message goes to the caller, so it must not hold a secret or a session token.
 */
public final class AwsException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final AwsError error;

  public AwsException(AwsError error, String message) {
    super(message);
    this.error = error;
  }

  /** The error. */
  public AwsError error() {
    return error;
  }

  /** The message for the caller. */
  public String describe() {
    String message = getMessage();
    return message == null ? error.code() : message;
  }
}
