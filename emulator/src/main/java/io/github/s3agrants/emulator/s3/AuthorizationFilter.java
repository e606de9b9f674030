package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.Authenticator;
import io.github.s3agrants.emulator.identity.Authorization;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.PayloadHash;
import io.github.s3agrants.emulator.identity.SignedRequest;
import io.github.s3agrants.emulator.journal.CallRecord;
import io.github.s3agrants.emulator.journal.JournalRecorder;
import io.github.s3agrants.emulator.scope.AccessPolicy.Statement;
import io.github.s3agrants.emulator.scope.S3Scope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands before S3Proxy: lets a request pass only if its signer may do it, and records every
 * request.
 *
 * <p>It verifies the signature of the request's head, so that a refusal says what is wrong first.
 * S3Proxy verifies it again and, which only it can do, the body. Presigned URLs are refused.
 */
@SuppressWarnings("serial") // A servlet filter is Serializable by inheritance only.
final class AuthorizationFilter extends HttpFilter {
  @Serial private static final long serialVersionUID = 1;

  private final String region;
  private final Authenticator authenticator;
  private final ExactKeyBlobStore store;
  private final JournalRecorder journal;

  AuthorizationFilter(
      String region,
      Authenticator authenticator,
      ExactKeyBlobStore store,
      JournalRecorder journal) {
    this.region = region;
    this.authenticator = authenticator;
    this.store = store;
    this.journal = journal;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    CallRecord entry = new CallRecord(Service.S3);
    HttpServletRequest allowed;
    try {
      allowed = authorize(request, response, entry);
    } catch (AwsException e) {
      journal.record(entry, e.error().status(), e.error().code());
      S3ErrorResponse.send(request, response, e, region);
      return;
    }
    RecordedResponse recorded = new RecordedResponse(request, response, journal, entry);
    int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    try {
      chain.doFilter(allowed, recorded);
      status = response.getStatus();
    } finally {
      recorded.record(status, null);
    }
  }

  private HttpServletRequest authorize(
      HttpServletRequest request, HttpServletResponse response, CallRecord entry)
      throws AwsException, IOException {
    S3Request wanted =
        S3Request.of(
            request.getMethod(),
            request.getRequestURI(),
            request.getQueryString(),
            request.getHeader("x-amz-copy-source"));
    entry.operation(wanted.operation().awsName());
    entry.place(wanted.bucket(), wanted.key(), wanted.prefix());
    Credential signer = authenticate(request, wanted, entry);
    if (wanted.operation() == S3Operation.HEAD_BUCKET) {
      response.setHeader("x-amz-bucket-region", region);
    }
    byte[] body = null;
    List<Statement> needs = new ArrayList<>(wanted.needs());
    if (wanted.operation() == S3Operation.DELETE_OBJECTS) {
      DeleteObjectsBody delete =
          DeleteObjectsBody.read(
              request.getInputStream(), request.getHeader("x-amz-content-sha256"));
      String bucket = Objects.requireNonNull(wanted.bucket());
      delete
          .keys()
          .forEach(key -> needs.add(new Statement(S3Scope.object(bucket, key), Permission.WRITE)));
      body = delete.raw();
    }
    for (Statement need : needs) {
      if (!signer.policy().allows(need)) {
        throw new AwsException(AwsError.ACCESS_DENIED, "Access Denied");
      }
    }
    requireUpload(wanted);
    return new UnderstoodRequest(request, wanted.parameters(), body);
  }

  private Credential authenticate(HttpServletRequest request, S3Request wanted, CallRecord entry)
      throws AwsException {
    if (wanted.parameters().keySet().stream()
        .anyMatch(name -> name.regionMatches(true, 0, "X-Amz-", 0, 6))) {
      throw new AwsException(AwsError.ACCESS_DENIED, "The emulator does not accept presigned URLs");
    }
    SignedRequest signed = signedRequest(request);
    Authorization authorization = Authorization.parse(signed.header("authorization"));
    entry.accessKeyId(authorization.accessKeyId());
    Credential signer =
        authenticator.authenticate(signed, authorization, "s3", PayloadHash.declared(signed));
    entry.signer(signer);
    return signer;
  }

  /** S3Proxy would take parts for an upload that was aborted. */
  private void requireUpload(S3Request wanted) throws AwsException {
    if (wanted.operation().needsUpload()) {
      String uploadId = wanted.parameters().getOrDefault("uploadId", "");
      if (!store.hasUpload(
          Objects.requireNonNull(wanted.bucket()),
          Objects.requireNonNull(wanted.key()),
          uploadId)) {
        throw new AwsException(
            AwsError.NO_SUCH_UPLOAD, "The specified multipart upload does not exist.");
      }
    }
  }

  private static SignedRequest signedRequest(HttpServletRequest request) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name, Collections.list(request.getHeaders(name)));
    }
    @Nullable String query = request.getQueryString();
    return new SignedRequest(
        request.getMethod(), request.getRequestURI(), query == null ? "" : query, headers);
  }
}
