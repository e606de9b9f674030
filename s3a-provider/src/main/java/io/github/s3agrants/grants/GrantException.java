package io.github.s3agrants.grants;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why no credentials could be had. The message is what the service or the client said. */
public final class GrantException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, and so what a caller can do about it. */
  public enum Kind {
    /** The service says that no grant covers the target with the permission. */
    DENIED,
    /** The service says that there is no instance, or no location, to ask. */
    NO_INSTANCE,
    /** The caller's own credentials are missing, expired or not accepted. */
    CALLER_CREDENTIALS,
    /** The service takes the request for signed too early or too late: a clock is wrong. */
    CLOCK_SKEW,
    /** The service does not take the request as it is. */
    BAD_REQUEST,
    /** The service asks to slow down. */
    THROTTLED,
    /** The service fails, cannot be reached, or another server answers in its place. */
    UNAVAILABLE,
    /** The service answered what it should never answer. */
    BAD_RESPONSE,
    /** The last file system of the JVM was closed before there was an answer. */
    CLOSED;

    /** Whether the same request may succeed a little later. */
    public boolean isTransient() {
      return this == THROTTLED || this == UNAVAILABLE || this == CLOCK_SKEW;
    }

    /** Whether another target could have fared better at the same moment. */
    public boolean isAboutTarget() {
      return this == DENIED || this == BAD_REQUEST;
    }
  }

  private final Kind kind;
  private final Optional<String> requestId;

  public GrantException(Kind kind, String message) {
    this(kind, message, null, null);
  }

  public GrantException(
      Kind kind, String message, @Nullable String requestId, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = requireNonNull(kind, "kind");
    this.requestId = Optional.ofNullable(requestId);
  }

  public Kind kind() {
    return kind;
  }

  /** The service's id of the failed call, if there was an answer. */
  public Optional<String> requestId() {
    return requestId;
  }
}
