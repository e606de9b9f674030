package io.github.s3agrants.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.RefusedReadFinding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Makes the SDK retry a request whose vended credentials S3 no longer accepts, with others. The
 * SDK's own retries are used because they work for every kind of client and stream. S3 reports
 * expired credentials with a 4xx, which the SDK does not retry; so the response is changed to one
 * that the SDK retries. Thread-safe.
 */
final class ExpiredCredentialsRetry {
  /**
   * An error code that every version of the SDK retries (its AwsErrorCode, {@code
   * RETRYABLE_ERROR_CODES}). S3 itself uses RequestTimeout.
   */
  static final String TRY_AGAIN = "RequestTimeoutException";

  /** The header that shows that a response without a body is from S3. */
  private static final String REQUEST_ID = "x-amz-request-id";

  private static final int UNAVAILABLE = 503;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int CLIENT_ERRORS_END = 500;

  /** The largest body that is searched for a code, in bytes. S3's errors have a few hundred. */
  private static final int LONGEST_ERROR = 65_536;

  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]{1,64})</Code>");

  /** The number of buffers to join. A body that has more is not an error of S3. */
  private static final int MOST_PIECES = 1024;

  /**
   * Maximum number of replacements for a request. So many grants may cover one key, and all their
   * credentials may have expired at once.
   */
  private static final int MOST_REPLACEMENTS = 3;

  /** How often the credentials of a request have been replaced. */
  private static final ExecutionAttribute<Integer> REPLACED =
      new ExecutionAttribute<>("io.github.s3agrants.Replaced");

  /** The body of an error: the part that was read here, then the rest. */
  private static final ExecutionAttribute<InputStream> BODY =
      new ExecutionAttribute<>("io.github.s3agrants.ErrorBody");

  /** The result of looking closer at a refusal. */
  private static final ExecutionAttribute<RefusedReadFinding> FINDING =
      new ExecutionAttribute<>("io.github.s3agrants.Finding");

  private final CredentialVendor vendor;

  ExpiredCredentialsRetry(CredentialVendor vendor) {
    this.vendor = vendor;
  }

  /** Returns the finding on the current response, if it has been looked at already. */
  static Optional<RefusedReadFinding> finding(ExecutionAttributes attributes) {
    return Optional.ofNullable(attributes.getAttribute(FINDING));
  }

  /**
   * Whether a failure is one that was made here for the SDK to retry, and that the SDK has not
   * retried.
   *
   * @param status the HTTP status of the failure
   * @param code the error code of the failure; empty if it has none
   */
  static boolean isAwaitingAttempt(ExecutionAttributes attributes, int status, String code) {
    return attributes.getAttribute(REPLACED) != null
        && (TRY_AGAIN.equals(code) || (code.isEmpty() && status == UNAVAILABLE));
  }

  /** Implements {@code ExecutionInterceptor.modifyHttpResponse}. */
  SdkHttpResponse response(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    SdkHttpResponse response = context.httpResponse();
    Decision decision = candidate(response, attributes);
    if (decision == null) {
      return response;
    }
    if (context.httpRequest().method() == SdkHttpMethod.HEAD) {
      return bareResponse(context, attributes, decision);
    }
    InputStream body = context.responseBody().orElse(null);
    if (body != null) {
      byte[] start = startOf(body);
      byte[] changed = retriableBody(start, attributes, decision);
      attributes.putAttribute(
          BODY, new SequenceInputStream(new ByteArrayInputStream(changed), body));
    }
    return response;
  }

  /** Implements {@code ExecutionInterceptor.modifyHttpResponseContent}. */
  static Optional<InputStream> content(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    InputStream body = attributes.getAttribute(BODY);
    if (body == null) {
      return context.responseBody();
    }
    attributes.putAttribute(BODY, (InputStream) null);
    return Optional.of(body);
  }

  /** Implements {@code ExecutionInterceptor.modifyAsyncHttpResponseContent}. */
  Optional<Publisher<ByteBuffer>> asyncContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    Optional<Publisher<ByteBuffer>> body = context.responsePublisher();
    Decision decision = candidate(context.httpResponse(), attributes);
    if (decision == null || body.isEmpty()) {
      return body;
    }
    return Optional.of(
        SdkPublisher.adapt(body.get())
            .buffer(MOST_PIECES)
            .map(pieces -> ByteBuffer.wrap(retriableBody(join(pieces), attributes, decision))));
  }

  /**
   * Returns the decision, if a response may mean that its vended credentials expired; else null.
   */
  private static @Nullable Decision candidate(
      SdkHttpResponse response, ExecutionAttributes attributes) {
    int status = response.statusCode();
    if (status < BAD_REQUEST
        || status >= CLIENT_ERRORS_END
        || replacements(attributes) >= MOST_REPLACEMENTS) {
      return null;
    }
    Decision decision = Decisions.of(attributes);
    return decision != null && decision.kind() == Decision.Kind.VENDED ? decision : null;
  }

  /**
   * Returns the body of an error. If its code says that the credentials expired, replaces them and
   * the code.
   */
  private byte[] retriableBody(byte[] body, ExecutionAttributes attributes, Decision decision) {
    if (body.length > LONGEST_ERROR) {
      return body;
    }
    String text = new String(body, UTF_8);
    Matcher code = CODE.matcher(text);
    if (!code.find()
        || !CredentialErrorCodes.isOfCredentials(code.group(1))
        || !replace(attributes, decision)) {
      return body;
    }
    return new StringBuilder(text)
        .replace(code.start(1), code.end(1), TRY_AGAIN)
        .toString()
        .getBytes(UTF_8);
  }

  /**
   * Handles the response to a HEAD, which has no body and so no error code. For a synchronous
   * client, its calling thread calls S3 once more, with a request whose answer has a code. For an
   * asynchronous client, fresh credentials are tried after a 400, once a minute.
   */
  private SdkHttpResponse bareResponse(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes, Decision decision) {
    SdkHttpResponse response = context.httpResponse();
    boolean bad = response.statusCode() == BAD_REQUEST;
    if (!bad && response.statusCode() != FORBIDDEN) {
      return response;
    }
    if (!Decisions.isSynchronous(attributes)) {
      return bad
              && response.firstMatchingHeader(REQUEST_ID).isPresent()
              && vendor.claimCheck(decision)
              && replace(attributes, decision)
          ? response.toBuilder().statusCode(UNAVAILABLE).build()
          : response;
    }
    if (bad && !vendor.claimCheck(decision)) {
      return response;
    }
    RefusedReadFinding finding =
        RefusedReads.look(vendor, context.request(), context.httpRequest(), decision);
    attributes.putAttribute(FINDING, finding);
    return finding == RefusedReadFinding.CREDENTIALS_REJECTED && replace(attributes, decision)
        ? response.toBuilder().statusCode(UNAVAILABLE).build()
        : response;
  }

  /** Whether other credentials may help. If so, decides on them for the next attempt. */
  private boolean replace(ExecutionAttributes attributes, Decision decision) {
    if (!vendor.rejected(decision)) {
      return false;
    }
    attributes.putAttribute(REPLACED, replacements(attributes) + 1);
    Decisions.decideAgain(vendor, attributes, decision);
    return true;
  }

  private static int replacements(ExecutionAttributes attributes) {
    Integer count = attributes.getAttribute(REPLACED);
    return count == null ? 0 : count;
  }

  private static byte[] startOf(InputStream body) {
    try {
      return body.readNBytes(LONGEST_ERROR);
    } catch (IOException e) {
      // The SDK will get the same exception.
      return new byte[0];
    }
  }

  private static byte[] join(List<ByteBuffer> pieces) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (ByteBuffer piece : pieces) {
      byte[] bytes = new byte[piece.remaining()];
      piece.duplicate().get(bytes);
      joined.write(bytes, 0, bytes.length);
    }
    return joined.toByteArray();
  }
}
