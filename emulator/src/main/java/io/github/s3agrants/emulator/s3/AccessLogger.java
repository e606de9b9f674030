package io.github.s3agrants.emulator.s3;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.github.s3agrants.emulator.audit.AccessLogLine;
import io.github.s3agrants.emulator.audit.AuditLogs;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.http.HttpRequest;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.journal.CallRecord;
import io.github.s3agrants.emulator.scope.S3Scope;
import io.github.s3agrants.emulator.store.ObjectStore;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes S3's access log, if it is on: a line for each request to a bucket when the answer has been
 * sent, one more for the source of a copy, and one more for each key of a DeleteObjects.
 */
final class AccessLogger {
  private final ObjectStore store;
  private final AuditLogs audit;

  AccessLogger(ObjectStore store, AuditLogs audit) {
    this.store = store;
    this.audit = audit;
  }

  /** When a request has arrived. */
  record Timer(Instant received, long startNanos) {}

  /** An answer that has been sent, with the length of its body. */
  record Sent(HttpRequest request, CallRecord entry, int status, long bytes) {}

  Timer start() {
    return new Timer(audit.clock().instant(), System.nanoTime());
  }

  /** Logs a request. */
  void log(Sent sent, Timer timer, long firstByteNanos) {
    if (!audit.logsAccess()) {
      return;
    }
    HttpRequest request = sent.request();
    S3Request wanted;
    try {
      wanted =
          S3Request.of(
              request.method(),
              BucketHost.pathStyle(request.header("Host"), request.rawPath()),
              request.rawQuery(),
              request.header("x-amz-copy-source"));
    } catch (AwsException e) {
      // As on AWS: a malformed request, whose bucket is not known, is in no log.
      return;
    }
    String bucket = wanted.bucket();
    if (bucket != null) {
      AccessLogLine.Http http =
          new AccessLogLine.Http(
              requestLine(request),
              request.header("Referer"),
              request.header("User-Agent"),
              wanted.parameters().get("versionId"),
              sent.bytes(),
              NANOSECONDS.toMillis(System.nanoTime() - timer.startNanos()),
              NANOSECONDS.toMillis(firstByteNanos - timer.startNanos()));
      new Lines(sent, wanted, bucket, http, timer.received()).write();
    }
  }

  private static String requestLine(HttpRequest request) {
    return request.method()
        + " "
        + request.rawPath()
        + (request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery())
        + " "
        + request.protocol();
  }

  private @Nullable Long stored(String bucket, String key) {
    return store
        .find(bucket)
        .flatMap(found -> found.find(key))
        .filter(version -> !version.isDeleteMarker())
        .map(version -> version.object().size())
        .orElse(null);
  }

  /** The lines of one request. */
  private final class Lines {
    private final Sent sent;
    private final S3Request wanted;
    private final String bucket;
    private final AccessLogLine.Http http;
    private final Instant received;
    private final String requestId = AccessLogLine.newRequestId();

    private Lines(
        Sent sent, S3Request wanted, String bucket, AccessLogLine.Http http, Instant received) {
      this.sent = sent;
      this.wanted = wanted;
      this.bucket = bucket;
      this.http = http;
      this.received = received;
    }

    private void write() {
      String key = wanted.key();
      String errorCode = sent.entry().errorCode();
      audit.log(
          line(
              AccessLogOperations.of(wanted.route(), sent.request().method()),
              bucket,
              key,
              http,
              sent.status(),
              errorCode,
              objectSize()));
      S3Scope source = wanted.copySource();
      Optional<String> read = AccessLogOperations.ofSource(wanted.route());
      if (source != null && read.isPresent()) {
        Long size = stored(source.bucket(), source.path());
        audit.log(
            line(read.get(), source.bucket(), source.path(), http, sent.status(), errorCode, size));
      }
      sent.entry()
          .deletedKeys()
          .forEach(
              (deleted, allowed) ->
                  audit.log(
                      line(
                          AccessLogOperations.DELETED_KEY,
                          bucket,
                          deleted,
                          null,
                          allowed ? HttpStatus.NO_CONTENT : AwsError.ACCESS_DENIED.status(),
                          allowed ? null : AwsError.ACCESS_DENIED.code(),
                          null)));
    }

    private AccessLogLine line(
        String operation,
        String ofBucket,
        @Nullable String key,
        AccessLogLine.@Nullable Http request,
        int status,
        @Nullable String errorCode,
        @Nullable Long objectSize) {
      Credential signer = sent.entry().signer();
      String host = sent.request().header("Host");
      return new AccessLogLine(
          received,
          sent.request().remoteAddress(),
          signer == null ? null : signer.arn(),
          requestId,
          operation,
          ofBucket,
          key,
          request,
          host == null ? "-" : host,
          status,
          errorCode,
          objectSize);
    }

    private @Nullable Long objectSize() {
      String key = wanted.key();
      if (key == null || sent.status() >= HttpStatus.BAD_REQUEST) {
        return null;
      }
      return switch (wanted.route()) {
        case PUT_OBJECT, UPLOAD_PART -> uploaded();
        case GET_OBJECT, HEAD_OBJECT, COPY_OBJECT, COMPLETE_MULTIPART_UPLOAD -> stored(bucket, key);
        default -> null;
      };
    }

    private @Nullable Long uploaded() {
      String decoded = sent.request().header("x-amz-decoded-content-length");
      String length = decoded == null ? sent.request().header("content-length") : decoded;
      try {
        return length == null ? null : Long.valueOf(length.strip());
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }
}
