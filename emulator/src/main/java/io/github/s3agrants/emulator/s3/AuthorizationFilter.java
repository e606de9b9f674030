package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.access.AccessRules;
import io.github.s3agrants.emulator.access.RequiredActions;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.Authorization;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.PayloadHash;
import io.github.s3agrants.emulator.identity.SignedRequest;
import io.github.s3agrants.emulator.identity.UniqueIds;
import io.github.s3agrants.emulator.journal.CallRecord;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The servlet filter in front of S3Proxy. It authorizes requests, answers those that S3Proxy does
 * not support, injects faults and records every request.
 *
 * <p>It verifies the signature of the request's head first, so that an error names the actual
 * cause. S3Proxy verifies the signature again together with the body, which only S3Proxy reads.
 * Presigned URLs are rejected.
 */
@SuppressWarnings("serial") // A servlet filter is Serializable by inheritance only.
final class AuthorizationFilter extends HttpFilter {
  @Serial private static final long serialVersionUID = 1;

  /** The request attribute with the {@link CallRecord}. */
  static final String CALL = AuthorizationFilter.class.getName() + ".call";

  /** With this status, Jetty closes the connection instead of sending an error. */
  private static final int NO_ANSWER = -1;

  private final String region;
  private final ExactKeyBlobStore store;
  private final S3Services services;
  private final NativeOperations nativeOperations;
  private final S3ProxyForwarder forwarder;

  AuthorizationFilter(String region, ExactKeyBlobStore store, S3Services services) {
    this.region = region;
    this.store = store;
    this.services = services;
    this.nativeOperations = new NativeOperations(store);
    this.forwarder = new S3ProxyForwarder(store, services.journal(), services.rules());
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    CallRecord entry = new CallRecord(Service.S3);
    request.setAttribute(CALL, entry);
    entry.userAgent(request.getHeader("User-Agent"));
    skewDate(response);
    try {
      S3Request wanted = parse(request, entry);
      Optional<Fault> fault = wanted.route().operation().flatMap(services.injector()::inject);
      if (fault.isPresent() && (fault.get().drop() || fault.get().code() != null)) {
        fail(request, response, fault.get(), entry);
        return;
      }
      requireBucketToHead(wanted);
      SignedRequest signed = signedRequest(request);
      Credential signer = authenticate(signed, wanted, entry);
      if (wanted.route() == S3Route.HEAD_BUCKET) {
        response.setHeader("x-amz-bucket-region", region);
      }
      authorize(wanted, signed, signer, response);
      if (nativeOperations.handles(wanted.route())) {
        byte[] answer = nativeOperations.answer(wanted, signed, request.getInputStream());
        services.journal().record(entry, HttpServletResponse.SC_OK, null);
        S3Responses.send(response, answer);
      } else {
        requireUpload(wanted);
        forwarder.forward(
            new S3ProxyForwarder.Call(request, wanted, signer, entry), response, chain);
      }
    } catch (AwsException e) {
      services.journal().record(entry, e.error().status(), e.error().code());
      S3Responses.sendError(request, response, e, region);
    }
  }

  private static S3Request parse(HttpServletRequest request, CallRecord entry) throws AwsException {
    S3Request wanted =
        S3Request.of(
            request.getMethod(),
            request.getRequestURI(),
            request.getQueryString(),
            request.getHeader("x-amz-copy-source"));
    entry.operation(wanted.route().awsName());
    entry.place(wanted.bucket(), wanted.key(), wanted.prefix());
    return wanted;
  }

  /**
   * Applies the clock skew to the Date header. Clients adjust their clock by it after a
   * RequestTimeTooSkewed error.
   */
  private void skewDate(HttpServletResponse response) {
    Duration skew = services.faults().plan().clockSkew();
    if (!skew.isZero()) {
      response.setDateHeader("Date", System.currentTimeMillis() + skew.toMillis());
    }
  }

  private void fail(
      HttpServletRequest request, HttpServletResponse response, Fault fault, CallRecord entry)
      throws IOException {
    String code = fault.code();
    services.journal().record(entry, fault.status(), code);
    if (code == null) {
      response.sendError(NO_ANSWER);
    } else {
      S3Responses.sendError(request, response, fault.status(), code, "An injected fault", region);
    }
  }

  private void authorize(
      S3Request wanted, SignedRequest signed, Credential credential, HttpServletResponse response)
      throws AwsException {
    AccessRules.Signer signer = signer(credential);
    boolean allowed =
        services.rules().allow(signer, RequiredActions.of(wanted.call(signed::header)))
            && !hidesMissingKey(wanted, signer);
    String bucket = wanted.bucket();
    if (allowed && bucket != null) {
      AccessRules.Payment payment =
          services.rules().payment(signer, bucket, signed.header("x-amz-request-payer"));
      allowed = payment != AccessRules.Payment.REFUSED;
      if (payment == AccessRules.Payment.REQUESTER) {
        response.setHeader("x-amz-request-charged", "requester");
      }
    }
    if (!allowed) {
      throw new AwsException(AwsError.ACCESS_DENIED, "Access Denied");
    }
  }

  static AccessRules.Signer signer(Credential credential) {
    return new AccessRules.Signer(
        credential.kind(), credential.policy(), UniqueIds.account(credential.arn()));
  }

  private boolean hidesMissingKey(S3Request wanted, AccessRules.Signer signer) {
    if (!wanted.route().readsObject()) {
      return false;
    }
    String bucket = Objects.requireNonNull(wanted.bucket());
    String key = Objects.requireNonNull(wanted.key());
    return services.rules().hidesMissing(signer, bucket, key) && !store.hasObject(bucket, key);
  }

  private Credential authenticate(SignedRequest signed, S3Request wanted, CallRecord entry)
      throws AwsException {
    if (wanted.parameters().keySet().stream()
        .anyMatch(name -> name.regionMatches(true, 0, "X-Amz-", 0, 6))) {
      throw new AwsException(AwsError.ACCESS_DENIED, "The emulator does not accept presigned URLs");
    }
    Authorization authorization = Authorization.parse(signed.header("authorization"));
    entry.accessKeyId(authorization.accessKeyId());
    Credential signer =
        services
            .authenticator()
            .authenticate(signed, authorization, "s3", PayloadHash.declared(signed));
    entry.signer(signer);
    return signer;
  }

  /** S3 tells anybody whether a bucket exists. */
  private void requireBucketToHead(S3Request wanted) throws AwsException {
    if (wanted.route() == S3Route.HEAD_BUCKET
        && !store.containerExists(Objects.requireNonNull(wanted.bucket()))) {
      throw new AwsException(AwsError.NO_SUCH_BUCKET, "The specified bucket does not exist.");
    }
  }

  /** Requires an existing upload: S3Proxy would accept parts of an aborted one. */
  private void requireUpload(S3Request wanted) throws AwsException {
    if (wanted.route().needsUpload()) {
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
