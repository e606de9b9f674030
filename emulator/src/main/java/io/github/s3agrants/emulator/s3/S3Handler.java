package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.access.AccessRules;
import io.github.s3agrants.emulator.access.RequiredActions;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.http.HttpDate;
import io.github.s3agrants.emulator.http.HttpHandler;
import io.github.s3agrants.emulator.http.HttpReply;
import io.github.s3agrants.emulator.http.HttpRequest;
import io.github.s3agrants.emulator.http.HttpResponse;
import io.github.s3agrants.emulator.identity.Authorization;
import io.github.s3agrants.emulator.identity.ChunkSignatures;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.PayloadHash;
import io.github.s3agrants.emulator.identity.SignedRequest;
import io.github.s3agrants.emulator.identity.UniqueIds;
import io.github.s3agrants.emulator.journal.CallRecord;
import io.github.s3agrants.emulator.scope.S3Scope;
import io.github.s3agrants.emulator.store.Bucket;
import io.github.s3agrants.emulator.store.ObjectStore;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests to S3: route, faults, signature, authorization, operation. Every request is in
 * the journal before its answer is sent. Thread-safe.
 */
final class S3Handler implements HttpHandler {
  private static final Logger LOG = System.getLogger(S3Handler.class.getName());

  private final String region;
  private final ObjectStore store;
  private final S3Services services;
  private final S3Operations operations;
  private final AccessLogger accessLog;

  S3Handler(String region, ObjectStore store, S3Services services) {
    this.region = region;
    this.store = store;
    this.services = services;
    this.operations = new S3Operations(store, services.rules(), region);
    this.accessLog = new AccessLogger(store, services.audit());
  }

  /** The headers that the answer has, whatever it is. */
  private static final class Marks {
    private final Map<String, String> headers = new HashMap<>();
  }

  @Override
  public void handle(HttpRequest request, HttpReply reply) throws IOException {
    AccessLogger.Timer timer = accessLog.start();
    String requestId = UUID.randomUUID().toString();
    CallRecord entry = new CallRecord(Service.S3);
    entry.userAgent(request.header("User-Agent"));
    Marks marks = new Marks();
    Optional<Answer> answer;
    try {
      answer = answer(request, entry, marks, requestId);
    } catch (AwsException e) {
      answer = Optional.of(S3Responses.error(e, requestId));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, request.method() + " " + request.rawPath() + " failed", e);
      AwsException error = new AwsException(AwsError.INTERNAL_ERROR, "See the emulator's log");
      answer = Optional.of(S3Responses.error(error, requestId));
    } catch (OutOfMemoryError e) {
      // What the request has stored so far is garbage now.
      LOG.log(Level.ERROR, () -> request + " failed: " + e.getMessage());
      AwsException error =
          new AwsException(
              AwsError.INTERNAL_ERROR,
              "The emulator keeps objects in memory, and has none left: " + e.getMessage());
      answer = Optional.of(S3Responses.error(error, requestId));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, request.method() + " " + request.rawPath() + ": the body ends early", e);
      AwsException error =
          new AwsException(AwsError.INCOMPLETE_BODY, "The body ended before it was complete");
      answer = Optional.of(S3Responses.error(error, requestId));
    }
    if (answer.isEmpty()) {
      reply.drop();
      return;
    }
    HttpResponse response = complete(answer.get(), marks, requestId);
    services.journal().record(entry, response.status(), answer.get().errorCode());
    long firstByte = System.nanoTime();
    long sent = 0;
    try {
      sent = reply.send(response);
    } finally {
      accessLog.log(
          new AccessLogger.Sent(request, entry, response.status(), sent), timer, firstByte);
    }
  }

  private HttpResponse complete(Answer answer, Marks marks, String requestId) {
    Map<String, String> headers = marks.headers;
    headers.put("x-amz-request-id", requestId);
    headers.put("Date", HttpDate.of(now()));
    headers.put("Server", "AmazonS3");
    if (answer.response().status() == HttpStatus.FORBIDDEN) {
      headers.put("x-amz-bucket-region", region);
    }
    return answer.with(headers).response();
  }

  /** Clients adjust their clock by the Date header after a RequestTimeTooSkewed error. */
  private Instant now() {
    Duration skew = services.faults().plan().clockSkew();
    return Instant.now().plus(skew);
  }

  /** Empty: the connection is to be closed without an answer. */
  private Optional<Answer> answer(
      HttpRequest request, CallRecord entry, Marks marks, String requestId)
      throws AwsException, IOException {
    S3Request wanted =
        S3Request.of(
            request.method(),
            BucketHost.pathStyle(request.header("Host"), request.rawPath()),
            request.rawQuery(),
            request.header("x-amz-copy-source"));
    entry.operation(wanted.route().awsName());
    entry.place(wanted.bucket(), wanted.key(), wanted.prefix());
    Optional<Fault> fault = wanted.route().operation().flatMap(services.injector()::inject);
    if (fault.isPresent() && fault.get().drop()) {
      services.journal().record(entry, fault.get().status(), null);
      return Optional.empty();
    }
    @Nullable String code = fault.map(Fault::code).orElse(null);
    if (fault.isPresent() && code != null) {
      return Optional.of(
          S3Responses.error(fault.get().status(), code, "An injected fault", requestId));
    }
    // S3 tells anybody whether a bucket exists.
    if (wanted.route() == S3Route.HEAD_BUCKET) {
      Bucket unused = store.bucket(Objects.requireNonNull(wanted.bucket()));
    }
    Call call = authenticate(request, wanted, entry);
    if (wanted.route() == S3Route.HEAD_BUCKET) {
      marks.headers.put("x-amz-bucket-region", region);
    }
    authorize(call, marks);
    try {
      return Optional.of(operations.execute(call));
    } catch (AwsException e) {
      describeMarker(call, e, marks);
      throw e;
    }
  }

  private Call authenticate(HttpRequest request, S3Request wanted, CallRecord entry)
      throws AwsException {
    SignedRequest signed = signed(request);
    Optional<Authorization> sent = Authorization.of(signed);
    if (sent.isEmpty()) {
      return new Call(
          request, signed, wanted, AccessRules.Signer.ANONYMOUS, Optional.empty(), entry);
    }
    Authorization authorization = sent.get();
    entry.accessKeyId(authorization.accessKeyId());
    Credential credential =
        services
            .authenticator()
            .authenticate(signed, authorization, "s3", PayloadHash.declared(signed, authorization));
    entry.signer(credential);
    ChunkSignatures chunks =
        new ChunkSignatures(
            authorization,
            Objects.requireNonNullElse(request.header("x-amz-date"), ""),
            credential.secretKey());
    AccessRules.Signer signer =
        new AccessRules.Signer(
            credential.kind(), credential.policy(), UniqueIds.account(credential.arn()));
    return new Call(request, signed, wanted, signer, Optional.of(chunks), entry);
  }

  private static SignedRequest signed(HttpRequest request) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : request.headerNames()) {
      headers.put(name, request.headers(name));
    }
    return new SignedRequest(request.method(), request.rawPath(), request.rawQuery(), headers);
  }

  private void authorize(Call call, Marks marks) throws AwsException {
    AccessRules rules = services.rules();
    boolean allowed =
        rules.allow(
                call.signer(),
                RequiredActions.of(call.wanted().call(call::header, sourceIsTagged(call))))
            && hasExpectedOwners(call)
            && !hidesMissingKey(call);
    if (!allowed || !paysFor(call, marks)) {
      throw new AwsException(AwsError.ACCESS_DENIED, "Access Denied");
    }
    if (call.signer().kind() == SignerKind.ANONYMOUS) {
      call.entry().anonymous();
    }
  }

  /**
   * False if a bucket, or that of a copy's source, is not of the account that the request names.
   */
  private boolean hasExpectedOwners(Call call) {
    String bucket = call.wanted().bucket();
    S3Scope source = call.wanted().copySource();
    return (bucket == null
            || services.rules().isOwner(call.header("x-amz-expected-bucket-owner"), bucket))
        && (source == null
            || services
                .rules()
                .isOwner(call.header("x-amz-source-expected-bucket-owner"), source.bucket()));
  }

  /** False if the signer would have to pay, also for a copy's source, and has not agreed to. */
  private boolean paysFor(Call call, Marks marks) {
    String sent = call.header("x-amz-request-payer");
    // A presigned URL has it in the query.
    String payer = sent == null ? call.wanted().parameters().get("x-amz-request-payer") : sent;
    S3Scope source = call.wanted().copySource();
    for (String bucket :
        Arrays.asList(call.wanted().bucket(), source == null ? null : source.bucket())) {
      AccessRules.Payment payment =
          bucket == null
              ? AccessRules.Payment.OWNER
              : services.rules().payment(call.signer(), bucket, payer);
      if (payment == AccessRules.Payment.REFUSED) {
        return false;
      }
      if (payment == AccessRules.Payment.REQUESTER) {
        marks.headers.put("x-amz-request-charged", "requester");
      }
    }
    return true;
  }

  private boolean sourceIsTagged(Call call) {
    S3Scope source = call.wanted().copySource();
    if (source == null) {
      return false;
    }
    String version = call.wanted().copySourceVersion();
    return store
        .find(source.bucket())
        .flatMap(
            bucket ->
                version == null ? bucket.find(source.path()) : bucket.find(source.path(), version))
        .filter(found -> !found.isDeleteMarker())
        .filter(found -> !found.object().properties().tags().isEmpty())
        .isPresent();
  }

  private boolean hidesMissingKey(Call call) {
    return call.wanted().route().readsObject()
        && services.rules().hidesMissing(call.signer(), call.bucket(), call.key())
        && store.find(call.bucket()).filter(bucket -> isThere(bucket, call)).isEmpty();
  }

  /** A version can be read by its ID while a delete marker hides the object. */
  private static boolean isThere(Bucket bucket, Call call) {
    String version = call.parameter("versionId");
    return bucket.has(call.key())
        || (version != null && bucket.find(call.key(), version).isPresent());
  }

  private void describeMarker(Call call, AwsException e, Marks marks) {
    boolean met = e.error() == AwsError.NO_SUCH_KEY || e.error() == AwsError.METHOD_NOT_ALLOWED;
    if (met && call.wanted().route().readsObject()) {
      store
          .find(call.bucket())
          .ifPresent(
              bucket ->
                  Versions.describeMarker(
                      bucket, call.key(), call.parameter("versionId"), marks.headers::put));
    }
  }
}
