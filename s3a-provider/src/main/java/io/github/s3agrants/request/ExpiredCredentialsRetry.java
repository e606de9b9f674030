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
 * Gives a request whose vended credentials S3 no longer takes another attempt with others: one of
 * the SDK's own, so that it reaches every kind of client and stream. S3 says that they have ended
 * with a 4xx, which the SDK does not try again, so the answer is changed to one that it does.
 * Thread-safe.
 */
final class ExpiredCredentialsRetry {
  /**
   * The SDK tries it again, on every version (its AwsErrorCode, {@code RETRYABLE_ERROR_CODES}); S3
   * itself says RequestTimeout.
   */
  static final String TRY_AGAIN = "RequestTimeoutException";

  /** By which an answer without a body shows that it is S3's own. */
  private static final String REQUEST_ID = "x-amz-request-id";

  private static final int UNAVAILABLE = 503;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int CLIENT_ERRORS_END = 500;

  /** S3's errors are a few hundred bytes. */
  private static final int LONGEST_ERROR = 65_536;

  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]{1,64})</Code>");

  /** Bodies of more pieces are no errors of S3's. */
  private static final int MOST_PIECES = 1024;

  /** As many grants may lie around one key, all of whose credentials ended at once. */
  private static final int MOST_REPLACEMENTS = 3;

  /** How often other credentials have been put in the place of those that ended. */
  private static final ExecutionAttribute<Integer> REPLACED =
      new ExecutionAttribute<>("io.github.s3agrants.Replaced");

  /** What is read of an error's body, and then given on. */
  private static final ExecutionAttribute<InputStream> BODY =
      new ExecutionAttribute<>("io.github.s3agrants.ErrorBody");

  /** What a closer look at a refusal came to. */
  private static final ExecutionAttribute<RefusedReadFinding> FINDING =
      new ExecutionAttribute<>("io.github.s3agrants.Finding");

  private final CredentialVendor vendor;

  ExpiredCredentialsRetry(CredentialVendor vendor) {
    this.vendor = vendor;
  }

  /** What an earlier look at the same answer came to. */
  static Optional<RefusedReadFinding> finding(ExecutionAttributes attributes) {
    return Optional.ofNullable(attributes.getAttribute(FINDING));
  }

  /** Whether other credentials were put in place, for an attempt that the SDK did not make. */
  static boolean isAwaitingAttempt(ExecutionAttributes attributes, int status, String code) {
    return attributes.getAttribute(REPLACED) != null
        && (TRY_AGAIN.equals(code) || (code.isEmpty() && status == UNAVAILABLE));
  }

  /** See {@code ExecutionInterceptor.modifyHttpResponse}. */
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
      byte[] changed = inPlaceOf(start, attributes, decision);
      attributes.putAttribute(
          BODY, new SequenceInputStream(new ByteArrayInputStream(changed), body));
    }
    return response;
  }

  /** See {@code ExecutionInterceptor.modifyHttpResponseContent}. */
  static Optional<InputStream> content(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    InputStream body = attributes.getAttribute(BODY);
    if (body == null) {
      return context.responseBody();
    }
    attributes.putAttribute(BODY, (InputStream) null);
    return Optional.of(body);
  }

  /** See {@code ExecutionInterceptor.modifyAsyncHttpResponseContent}. */
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
            .map(pieces -> ByteBuffer.wrap(inPlaceOf(join(pieces), attributes, decision))));
  }

  /** The decision, if it is one whose credentials may have ended; null if not. */
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

  /** The body, with another code if the SDK shall try again. */
  private byte[] inPlaceOf(byte[] body, ExecutionAttributes attributes, Decision decision) {
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
   * The answer to a HEAD has no body to hold a code. A synchronous caller's own thread asks S3 once
   * more, in a way that has; for an asynchronous one fresh credentials are tried, once a minute.
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

  private boolean replace(ExecutionAttributes attributes, Decision decision) {
    if (!vendor.rejected(decision)) {
      return false;
    }
    attributes.putAttribute(REPLACED, replacements(attributes) + 1);
    Decisions.decideAgain(vendor, attributes, decision);
    return true;
  }

  private static int replacements(ExecutionAttributes attributes) {
    Integer so = attributes.getAttribute(REPLACED);
    return so == null ? 0 : so;
  }

  private static byte[] startOf(InputStream body) {
    try {
      return body.readNBytes(LONGEST_ERROR);
    } catch (IOException e) {
      // The SDK will meet the same.
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
