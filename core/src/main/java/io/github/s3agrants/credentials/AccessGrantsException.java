package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why no credentials could be had. The message is what the service or the client said. */
public final class AccessGrantsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, and so what a caller can do about it. */
  public enum Kind {
    /** The service says that no grant covers the target with the permission. */
    DENIED,
    /**
     * IAM lets the caller not even ask: neither has the service looked for a grant, nor would one
     * help.
     */
    NOT_AUTHORIZED,
    /** There is a grant, and the service may not assume the role of its location. */
    LOCATION_ROLE,
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
      return this == DENIED || this == LOCATION_ROLE || this == BAD_REQUEST;
    }

    /** Whether it is about the credentials that signed the question, and says nothing of others. */
    public boolean isAboutSigner() {
      return this == CALLER_CREDENTIALS || this == NOT_AUTHORIZED;
    }

    /** Whether it is the caller who may not: by the service's word, or by that of IAM. */
    public boolean isRefusalOfCaller() {
      return this == DENIED || this == NOT_AUTHORIZED;
    }

    /** Whether the service has said no, and will for as long as nobody changes a policy. */
    public boolean isRefusal() {
      return isRefusalOfCaller() || this == LOCATION_ROLE;
    }
  }

  /** In characters; what {@link #slim} cuts longer ones to. */
  static final int LONGEST_KEPT_TEXT = 500;

  /** In characters, likewise; those of AWS have 16 to 40. */
  static final int LONGEST_KEPT_ID = 100;

  private final Kind kind;
  private final Optional<String> requestId;
  private final transient Optional<AccessGrantsInstance> instance;
  private final transient Optional<URI> asked;

  public AccessGrantsException(Kind kind, String message) {
    this(kind, message, Optional.empty(), Optional.empty(), Optional.empty(), null);
  }

  public AccessGrantsException(
      Kind kind, String message, @Nullable String requestId, @Nullable Throwable cause) {
    this(kind, message, Optional.ofNullable(requestId), Optional.empty(), Optional.empty(), cause);
  }

  private AccessGrantsException(
      Kind kind,
      @Nullable String message,
      Optional<String> requestId,
      Optional<AccessGrantsInstance> instance,
      Optional<URI> asked,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = requireNonNull(kind, "kind");
    this.requestId = requestId;
    this.instance = instance;
    this.asked = asked;
  }

  /** For {@link #slim}: without a cause, a stack trace and suppressed ones. */
  private AccessGrantsException(
      Kind kind,
      String message,
      Optional<String> requestId,
      Optional<AccessGrantsInstance> instance) {
    super(message, null, false, false);
    this.kind = kind;
    this.requestId = requestId;
    this.instance = instance;
    this.asked = Optional.empty();
  }

  /** Of {@link Kind#CLOSED}. */
  public static AccessGrantsException closed(@Nullable Throwable cause) {
    return new AccessGrantsException(Kind.CLOSED, "The file system is being closed.", null, cause);
  }

  /** The same answer, to a question that gives it another meaning. */
  public AccessGrantsException as(Kind other) {
    return new AccessGrantsException(other, getMessage(), requestId, instance, asked, getCause());
  }

  /** The same, of this instance. */
  public AccessGrantsException of(AccessGrantsInstance of) {
    return new AccessGrantsException(
        kind, getMessage(), requestId, Optional.of(of), asked, getCause());
  }

  /** The same, of a call that went to this URL: scheme, host and port alone, which hold no key. */
  public AccessGrantsException at(Optional<URI> url) {
    return new AccessGrantsException(kind, getMessage(), requestId, instance, url, getCause());
  }

  /**
   * The same in a form that may be kept for long and given to many: without the answer that caused
   * it and the stack of the thread that got it, the texts cut to a length that is known. Immutable.
   */
  AccessGrantsException slim() {
    return new AccessGrantsException(
        kind,
        cut(String.valueOf(getMessage()), LONGEST_KEPT_TEXT),
        requestId.map(id -> cut(id, LONGEST_KEPT_ID)),
        instance);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "…";
  }

  public Kind kind() {
    return kind;
  }

  /** Which instance was asked for credentials; empty if it had not come to that. */
  public Optional<AccessGrantsInstance> instance() {
    return instance;
  }

  /** Scheme, host and port of what was asked, if the call got so far. */
  public Optional<URI> asked() {
    return asked;
  }

  /** The service's id of the failed call, if there was an answer. */
  public Optional<String> requestId() {
    return requestId;
  }
}
