package io.github.s3agrants.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Classifies errors of STS, S3 Control and S3. An error counts as a refusal, a missing instance or
 * rejected credentials only by an error code that clients of the real service handle. A status
 * alone never does, because a proxy or a load balancer returns the same statuses. Transient errors
 * are those that the SDK retries, or that have a transient status.
 */
final class ServiceErrors {
  private static final int REQUEST_TIMEOUT = 408;
  private static final int CONFLICT = 409;

  private static final Map<Kind, Set<String>> CODES =
      new EnumMap<>(
          Map.of(
              Kind.DENIED,
              Set.of(
                  "AccessDenied",
                  "AccessDeniedException",
                  "Forbidden",
                  "UnauthorizedAccess",
                  "NoSuchAccessGrantError"),
              // "User: access-grants.s3.amazonaws.com is not authorized to perform:
              // sts:AssumeRole on resource: <the location's role>": API reference, error
              // responses, list of S3 Access Grants error codes.
              Kind.LOCATION_ROLE,
              Set.of("StsNotAuthorizedError"),
              Kind.NO_INSTANCE,
              Set.of(
                  "AccessGrantsInstanceNotExistsError",
                  "NoSuchAccessGrantsInstance",
                  "NoSuchAccessGrantsLocationError"),
              Kind.CALLER_CREDENTIALS,
              Set.of(
                  "ExpiredToken",
                  "ExpiredTokenException",
                  "InvalidAccessKeyId",
                  "InvalidClientTokenId",
                  "InvalidToken",
                  "SignatureDoesNotMatch",
                  "TokenRefreshRequired"),
              // The SDK knows more codes of this kind.
              Kind.THROTTLED,
              Set.of("TooManyRequests"),
              Kind.UNAVAILABLE,
              Set.of("PriorRequestNotComplete", "RequestTimeout", "RequestTimeoutException")));

  /**
   * The text with which IAM refuses an action (IAM user guide, troubleshoot access denied error
   * messages).
   */
  private static final String REFUSED_BY_IAM = " is not authorized to perform: ";

  /** How STS begins its message about a signature that a wrong clock made (STS, common errors). */
  private static final Pattern OTHER_TIME =
      Pattern.compile("Signature (?:expired|not yet current)\\b.*", Pattern.DOTALL);

  private static final int LONGEST_ERROR = 16_384;

  private static final Pattern BARE_CODE =
      Pattern.compile(
          "\\s*(?:<\\?xml[^>]{0,200}>\\s*)?<Error(?:\\s[^>]{0,200})?>.{0,8000}?"
              + "<Code>([A-Za-z0-9.]{1,128})</Code>",
          Pattern.DOTALL);

  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]{0,2000})</Message>");

  private ServiceErrors() {}

  /**
   * Makes a call to a service.
   *
   * @throws AccessGrantsException in place of what the SDK throws
   */
  static <T> T translate(Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      AwsServiceException read = withBareCode(e);
      throw new AccessGrantsException(kindOf(read), messageOf(read), e.requestId(), e)
          .at(AskedUrl.of(e));
    } catch (AbortedException | IllegalStateException e) {
      // Only closing interrupts the library's threads and shuts down its connections.
      throw new AccessGrantsException(
          Kind.CLOSED, "The file system is being closed (" + e.getMessage() + ").", null, e);
    } catch (SdkException e) {
      String message = e.getMessage();
      throw new AccessGrantsException(
              Kind.UNAVAILABLE,
              message == null ? "The service cannot be reached." : message,
              null,
              e)
          .at(AskedUrl.of(e));
    }
  }

  /**
   * Adds the code of an {@code Error} element without an {@code ErrorResponse} around it. The SDK
   * looks for the code of an error of STS and S3 Control only in an {@code ErrorResponse}. S3
   * answers with {@code Error} alone, and no documentation says which of the two S3 Control's front
   * end sends for its own refusals.
   */
  static AwsServiceException withBareCode(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    if (details == null || details.errorCode() != null || details.rawResponse() == null) {
      return e;
    }
    byte[] body = details.rawResponse().asByteArrayUnsafe();
    String text = new String(body, 0, Math.min(body.length, LONGEST_ERROR), UTF_8);
    Matcher code = BARE_CODE.matcher(text);
    if (!code.lookingAt()) {
      return e;
    }
    Matcher message = MESSAGE.matcher(text);
    return e.toBuilder()
        .awsErrorDetails(
            details.toBuilder()
                .errorCode(code.group(1))
                .errorMessage(message.find() ? message.group(1) : details.errorMessage())
                .build())
        .build();
  }

  private static Kind kindOf(AwsServiceException e) {
    String code = codeOf(e);
    if (code == null) {
      return Kind.UNAVAILABLE;
    }
    if (is(Kind.DENIED, code)) {
      String message = e.awsErrorDetails().errorMessage();
      return isByIam(message) ? Kind.NOT_AUTHORIZED : Kind.DENIED;
    }
    if (is(Kind.LOCATION_ROLE, code)) {
      return Kind.LOCATION_ROLE;
    }
    if (is(Kind.NO_INSTANCE, code)) {
      return Kind.NO_INSTANCE;
    }
    // Before the credentials: with a wrong clock, the signature is wrong too.
    if (e.isClockSkewException() || isAboutTime(e.awsErrorDetails().errorMessage())) {
      return Kind.CLOCK_SKEW;
    }
    if (is(Kind.CALLER_CREDENTIALS, code)) {
      return Kind.CALLER_CREDENTIALS;
    }
    if (is(Kind.THROTTLED, code) || e.isThrottlingException()) {
      return Kind.THROTTLED;
    }
    int status = e.statusCode();
    return is(Kind.UNAVAILABLE, code)
            || e.retryable()
            || status == REQUEST_TIMEOUT
            || status == CONFLICT
            || status < 300
            || status >= 500
        ? Kind.UNAVAILABLE
        : Kind.BAD_REQUEST;
  }

  /**
   * Whether IAM refused the call. Access Grants' own refusal reads "You do not have READ
   * permissions to the requested S3 Prefix: s3://…". Only text before the path counts, because a
   * caller's key may contain any text.
   */
  private static boolean isByIam(@Nullable String message) {
    int refused = message == null ? -1 : message.indexOf(REFUSED_BY_IAM);
    if (message == null || refused < 0) {
      return false;
    }
    int path = message.indexOf("s3://");
    return path < 0 || refused < path;
  }

  private static boolean isAboutTime(@Nullable String message) {
    return message != null && OTHER_TIME.matcher(message).matches();
  }

  private static boolean is(Kind kind, String code) {
    return CODES.getOrDefault(kind, Set.of()).contains(code);
  }

  static @Nullable String codeOf(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null || code.isBlank() ? null : code;
  }

  private static String messageOf(AwsServiceException e) {
    String code = codeOf(e);
    if (code == null) {
      return withoutCode(e.statusCode());
    }
    String message = e.awsErrorDetails().errorMessage();
    return code + (message == null ? "" : ": " + message);
  }

  /**
   * Returns the message for an error without a code. The services put a code into each error; other
   * servers do not.
   */
  static String withoutCode(int status) {
    return "HTTP status "
        + status
        + ", and no error code: perhaps a proxy or another server answered in the service's place.";
  }
}
