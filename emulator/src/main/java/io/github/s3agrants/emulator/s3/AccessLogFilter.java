package io.github.s3agrants.emulator.s3;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.github.s3agrants.emulator.audit.AccessLogLine;
import io.github.s3agrants.emulator.audit.AuditLogs;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.journal.CallRecord;
import io.github.s3agrants.emulator.scope.S3Scope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.time.Instant;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.domain.BlobMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The outermost filter, if S3's access log is on. It writes a line for each request to a bucket
 * when the answer has been sent, one more for the source of a copy, and one more for each key of a
 * DeleteObjects.
 */
@SuppressWarnings("serial") // A servlet filter is Serializable by inheritance only.
final class AccessLogFilter extends HttpFilter {
  @Serial private static final long serialVersionUID = 1;

  private final ExactKeyBlobStore store;
  private final AuditLogs audit;

  AccessLogFilter(ExactKeyBlobStore store, AuditLogs audit) {
    this.store = store;
    this.audit = audit;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Instant received = audit.clock().instant();
    long start = System.nanoTime();
    CountedResponse counted = new CountedResponse(response);
    try {
      chain.doFilter(request, counted);
    } finally {
      long end = System.nanoTime();
      long firstByte = counted.firstByteNanos(end);
      Object call = request.getAttribute(AuthorizationFilter.CALL);
      // Status 0: the connection was closed without an answer.
      if (call instanceof CallRecord entry && entry.status() != 0) {
        log(
            new Answered(request, counted, entry, received, AccessLogLine.newRequestId()),
            NANOSECONDS.toMillis(end - start),
            NANOSECONDS.toMillis(firstByte - start));
      }
    }
  }

  /** An answered request. */
  private record Answered(
      HttpServletRequest request,
      CountedResponse response,
      CallRecord entry,
      Instant received,
      String requestId) {

    AccessLogLine line(
        String operation,
        String bucket,
        @Nullable String key,
        AccessLogLine.@Nullable Http http,
        int status,
        @Nullable String errorCode,
        @Nullable Long objectSize) {
      Credential signer = entry.signer();
      String host = request.getHeader("Host");
      return new AccessLogLine(
          received,
          request.getRemoteAddr(),
          signer == null ? null : signer.arn(),
          requestId,
          operation,
          bucket,
          key,
          http,
          host == null ? "-" : host,
          status,
          errorCode,
          objectSize);
    }
  }

  private void log(Answered answered, long totalMillis, long turnAroundMillis) {
    HttpServletRequest request = answered.request();
    S3Request wanted;
    try {
      wanted =
          S3Request.of(
              request.getMethod(),
              request.getRequestURI(),
              request.getQueryString(),
              request.getHeader("x-amz-copy-source"));
    } catch (AwsException e) {
      // As on AWS: a malformed request, whose bucket is not known, is in no log.
      return;
    }
    String bucket = wanted.bucket();
    if (bucket == null) {
      return;
    }
    AccessLogLine.Http http =
        new AccessLogLine.Http(
            requestLine(request),
            request.getHeader("Referer"),
            request.getHeader("User-Agent"),
            wanted.parameters().get("versionId"),
            answered.response().bytes(),
            totalMillis,
            turnAroundMillis);
    int status = answered.response().getStatus();
    String errorCode = errorCode(answered.entry(), wanted, status);
    audit.log(
        answered.line(
            AccessLogOperations.of(wanted.route(), request.getMethod()),
            bucket,
            wanted.key(),
            http,
            status,
            errorCode,
            objectSize(answered, wanted, status)));
    S3Scope source = wanted.copySource();
    Optional<String> read = AccessLogOperations.ofSource(wanted.route());
    if (source != null && read.isPresent()) {
      audit.log(
          answered.line(
              read.get(),
              source.bucket(),
              source.path(),
              http,
              status,
              errorCode,
              stored(source.bucket(), source.path())));
    }
    answered
        .entry()
        .deletedKeys()
        .forEach(
            (key, allowed) ->
                audit.log(
                    answered.line(
                        AccessLogOperations.DELETED_KEY,
                        bucket,
                        key,
                        null,
                        allowed
                            ? HttpServletResponse.SC_NO_CONTENT
                            : AwsError.ACCESS_DENIED.status(),
                        allowed ? null : AwsError.ACCESS_DENIED.code(),
                        null)));
  }

  private static String requestLine(HttpServletRequest request) {
    String query = request.getQueryString();
    return request.getMethod()
        + " "
        + request.getRequestURI()
        + (query == null ? "" : "?" + query)
        + " "
        + request.getProtocol();
  }

  /** The answer to a HEAD has no code, but S3's log has one. */
  private static @Nullable String errorCode(CallRecord entry, S3Request wanted, int status) {
    return entry.errorCode() == null
            && status == HttpServletResponse.SC_NOT_FOUND
            && wanted.key() != null
        ? AwsError.NO_SUCH_KEY.code()
        : entry.errorCode();
  }

  private @Nullable Long objectSize(Answered answered, S3Request wanted, int status) {
    String bucket = wanted.bucket();
    String key = wanted.key();
    if (bucket == null || key == null || status >= HttpServletResponse.SC_BAD_REQUEST) {
      return null;
    }
    return switch (wanted.route()) {
      case PUT_OBJECT, UPLOAD_PART -> uploaded(answered.request());
      case GET_OBJECT, HEAD_OBJECT, COPY_OBJECT, COMPLETE_MULTIPART_UPLOAD -> stored(bucket, key);
      default -> null;
    };
  }

  private static @Nullable Long uploaded(HttpServletRequest request) {
    String decoded = request.getHeader("x-amz-decoded-content-length");
    try {
      return decoded == null ? request.getContentLengthLong() : Long.valueOf(decoded);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private @Nullable Long stored(String bucket, String key) {
    BlobMetadata metadata = store.hasObject(bucket, key) ? store.blobMetadata(bucket, key) : null;
    return metadata == null ? null : metadata.size();
  }
}
