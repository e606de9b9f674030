package io.github.s3agrants.runtime;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.vending.concurrent.Endpoint;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * Tells an outage from a wrong set-up. A service that has answered once is set up right, and its
 * failures are outages, through which S3A retries. The failures of a service that has never
 * answered are taken for a wrong set-up: at once if they can hardly be anything else, otherwise
 * after a while. Thread-safe.
 */
final class FirstContact {
  /**
   * How long a service that never answered is taken for one that is down. S3A pauses for about 1,
   * 2, 4, 8, 16 s between its retries, so a job fails after 20 to 45 s.
   */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The same if calls hang. A call takes 30 s then, so a job fails after the second one. */
  static final Duration PATIENCE_WITH_HANGING = Duration.ofSeconds(45);

  /** The most services to track. Further ones are taken for set up right. */
  private static final int MOST_SERVICES = 1000;

  /** In place of a time: the service has answered. */
  private static final Long ANSWERED = Long.MIN_VALUE;

  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

  private final Clock clock;

  /** The time of the first call of each service, in milliseconds of the clock. */
  private final Map<Endpoint, Long> services = new ConcurrentHashMap<>();

  /**
   * Knows no service.
   *
   * @param clock measures the time since the first call
   */
  FirstContact(Clock clock) {
    this.clock = clock;
  }

  /** A call begins. */
  void called(Endpoint service) {
    if (services.get(service) == null && services.size() < MOST_SERVICES) {
      services.putIfAbsent(service, clock.millis());
    }
  }

  /** The service gave an answer, whatever it was. */
  void answered(Endpoint service) {
    services.computeIfPresent(service, (key, since) -> ANSWERED);
  }

  /** Whether the service was called and has never answered. */
  boolean hasNeverAnswered(Endpoint service) {
    Long since = services.get(service);
    return since != null && !since.equals(ANSWERED);
  }

  /** Whether a failure is an answer of the service itself. */
  static boolean isAnswer(AccessGrantsException failure) {
    return failure.kind() != Kind.CLOSED
        // Nothing was called if the SDK is too old for the call.
        && !(failure.getCause() instanceof LinkageError)
        && (failure.kind() != Kind.UNAVAILABLE || hasErrorCode(failure));
  }

  /** A service puts a code into each error; see {@code ServiceErrors}. */
  private static boolean hasErrorCode(AccessGrantsException failure) {
    Throwable cause = failure.getCause();
    return cause instanceof AwsServiceException
        && ((AwsServiceException) cause).awsErrorDetails() != null
        && ((AwsServiceException) cause).awsErrorDetails().errorCode() != null;
  }

  /**
   * Whether a failure is to be taken for a wrong set-up. An unknown host is not, because S3A does
   * not retry that anyway. A service that takes a connection and hangs is there, or hangs because
   * it does not speak TLS: that takes longer to tell.
   */
  boolean isWrongSetUp(Endpoint service, AccessGrantsException failure) {
    Long since = services.get(service);
    return since != null
        && !since.equals(ANSWERED)
        && failure.kind() == Kind.UNAVAILABLE
        && !hasCause(failure, UnknownHostException.class)
        && (isHardlyAnOutage(failure) || clock.millis() - since >= patience(failure).toMillis());
  }

  /**
   * Whether the other side does not speak TLS or HTTP, or presents a certificate that is not
   * trusted, or is a proxy that wants to be logged in to. A connection that breaks off during the
   * handshake may be an outage.
   */
  private static boolean isHardlyAnOutage(AccessGrantsException failure) {
    Throwable cause = failure.getCause();
    return (hasCause(failure, SSLException.class) && !isBrokenOff(failure))
        || hasCause(failure, "ProtocolException")
        || (cause instanceof AwsServiceException
            && ((AwsServiceException) cause).statusCode() == PROXY_AUTHENTICATION_REQUIRED);
  }

  private static Duration patience(AccessGrantsException failure) {
    return isHanging(failure) ? PATIENCE_WITH_HANGING : PATIENCE;
  }

  /** Whether the time of a call was over, other than that to connect. */
  private static boolean isHanging(AccessGrantsException failure) {
    return hasCause(failure, ApiCallTimeoutException.class)
        || hasCause(failure, ApiCallAttemptTimeoutException.class)
        || (hasCause(failure, SocketTimeoutException.class)
            && !hasCause(failure, "ConnectTimeoutException"));
  }

  /** By its name, because some builds of the SDK have the HTTP client in a package of their own. */
  private static boolean hasCause(Throwable failure, String simpleName) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getClass().getSimpleName().equals(simpleName)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBrokenOff(Throwable failure) {
    return hasCause(failure, EOFException.class)
        || hasCause(failure, SocketException.class)
        || hasCause(failure, SocketTimeoutException.class);
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
