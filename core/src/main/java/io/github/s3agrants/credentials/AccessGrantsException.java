package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failed call to the services: the reason why no credentials were vended. The message is that of
 * the service or of the client.
 */
public final class AccessGrantsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. It determines what a caller can do about it. */
  public enum Kind {
    /** The service answered that no grant covers the target with the permission. */
    DENIED,
    /**
     * IAM refused the call itself. The service has not looked for a grant, and a grant would not
     * help.
     */
    NOT_AUTHORIZED,
    /** There is a grant, but the service may not assume the role of its location. */
    LOCATION_ROLE,
    /** The service answered that the instance or the location does not exist. */
    NO_INSTANCE,
    /** S3 answered that there is no bucket of this name. */
    NO_BUCKET,
    /** The caller's base credentials are missing, expired or not accepted. */
    CALLER_CREDENTIALS,
    /** The service considers the request signed too early or too late: a clock is wrong. */
    CLOCK_SKEW,
    /** The service rejected the request as invalid. */
    BAD_REQUEST,
    /** The service asks the caller to slow down. */
    THROTTLED,
    /** The service fails or cannot be reached, or another server answers in its place. */
    UNAVAILABLE,
    /** The service has never answered this process, so that its URL or the network is wrong. */
    UNREACHABLE,
    /** The service gave an answer that it should never give. */
    BAD_RESPONSE,
    /** The request needs base credentials, and this process has none of its own. */
    NO_BASE_CREDENTIALS,
    /** The last file system of the JVM was closed before the answer came. */
    CLOSED;

    /** Whether the same request may succeed a little later. */
    public boolean isTransient() {
      return this == THROTTLED || this == UNAVAILABLE || this == UNREACHABLE || this == CLOCK_SKEW;
    }

    /** Whether a call for another target could have succeeded at the same moment. */
    public boolean isAboutTarget() {
      return this == DENIED || this == LOCATION_ROLE || this == BAD_REQUEST;
    }

    /**
     * Whether the failure concerns the credentials that signed the call, and says nothing about
     * other credentials.
     */
    public boolean isAboutSigner() {
      return this == CALLER_CREDENTIALS || this == NOT_AUTHORIZED;
    }

    /** Whether it is one grant that does not help, so that another one may. */
    public boolean isAboutGrant() {
      return this == DENIED || this == LOCATION_ROLE;
    }

    /** Whether the caller was refused, by the service or by IAM. */
    public boolean isRefusalOfCaller() {
      return this == DENIED || this == NOT_AUTHORIZED;
    }

    /** Whether this is a refusal that lasts until somebody changes a policy. */
    public boolean isRefusal() {
      return isRefusalOfCaller() || this == LOCATION_ROLE;
    }
  }

  /** In characters. {@link #slim} cuts longer messages to this length. */
  static final int LONGEST_KEPT_TEXT = 500;

  /** In characters. {@link #slim} cuts longer request ids to this length; AWS's have 16 to 40. */
  static final int LONGEST_KEPT_ID = 100;

  private final Kind kind;
  // Spark and MapReduce serialize what a task has failed with, and drop all of it if one field
  // cannot be.
  private final @Nullable String requestId;
  private final transient @Nullable AccessGrantsInstance instance;
  private final @Nullable URI asked;
  private final @Nullable Duration lasting;

  public AccessGrantsException(Kind kind, String message) {
    this(kind, message, null, null, null, null, null);
  }

  public AccessGrantsException(
      Kind kind, String message, @Nullable String requestId, @Nullable Throwable cause) {
    this(kind, message, requestId, null, null, null, cause);
  }

  private AccessGrantsException(
      Kind kind,
      @Nullable String message,
      @Nullable String requestId,
      @Nullable AccessGrantsInstance instance,
      @Nullable URI asked,
      @Nullable Duration lasting,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = requireNonNull(kind, "kind");
    this.requestId = requestId;
    this.instance = instance;
    this.asked = asked;
    this.lasting = lasting;
  }

  /**
   * For {@link #slim} and {@link #lasting}: without a cause, a stack trace and suppressed
   * exceptions.
   */
  private AccessGrantsException(
      Kind kind,
      String message,
      @Nullable String requestId,
      @Nullable AccessGrantsInstance instance,
      @Nullable URI asked,
      @Nullable Duration lasting) {
    super(message, null, false, false);
    this.kind = kind;
    this.requestId = requestId;
    this.instance = instance;
    this.asked = asked;
    this.lasting = lasting;
  }

  /** A failure of {@link Kind#CLOSED}. */
  public static AccessGrantsException closed(@Nullable Throwable cause) {
    return new AccessGrantsException(Kind.CLOSED, "The file system is being closed.", null, cause);
  }

  /** The same failure with another kind, for a call to which the answer means something else. */
  public AccessGrantsException as(Kind other) {
    return as(other, String.valueOf(getMessage()));
  }

  /** The same failure with another kind and message. */
  public AccessGrantsException as(Kind other, String message) {
    return new AccessGrantsException(
        other, message, requestId, instance, asked, lasting, getCause());
  }

  /** The same failure, with the instance that was called. */
  public AccessGrantsException of(AccessGrantsInstance of) {
    return new AccessGrantsException(kind, getMessage(), requestId, of, asked, lasting, getCause());
  }

  /**
   * The same failure, with the URL that was called: scheme, host and port only, so that it contains
   * no key.
   */
  public AccessGrantsException at(Optional<URI> url) {
    return new AccessGrantsException(
        kind, getMessage(), requestId, instance, url.orElse(null), lasting, getCause());
  }

  /**
   * The same failure, from a cache of refusals, without a stack trace.
   *
   * @param left how much longer the cache keeps it
   */
  public AccessGrantsException lasting(Duration left) {
    return new AccessGrantsException(
        kind, String.valueOf(getMessage()), requestId, instance, asked, left);
  }

  /**
   * The same failure in a form that can be kept for long and shared by many threads: without cause
   * and stack trace, and with texts of limited length. Immutable.
   */
  AccessGrantsException slim() {
    return new AccessGrantsException(
        kind,
        cut(String.valueOf(getMessage()), LONGEST_KEPT_TEXT),
        requestId == null ? null : cut(requestId, LONGEST_KEPT_ID),
        instance,
        null,
        lasting);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "…";
  }

  public Kind kind() {
    return kind;
  }

  /**
   * The instance that was called; empty if the failure came before that, and in another JVM than
   * the one in which it failed.
   */
  public Optional<AccessGrantsInstance> instance() {
    return Optional.ofNullable(instance);
  }

  /** Scheme, host and port of the URL that was called; empty if the call did not get that far. */
  public Optional<URI> asked() {
    return Optional.ofNullable(asked);
  }

  /** How much longer the failure is cached where it came from; empty if it is new. */
  public Optional<Duration> lasting() {
    return Optional.ofNullable(lasting);
  }

  /** The service's request id of the failed call; empty if there was no answer. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }
}
