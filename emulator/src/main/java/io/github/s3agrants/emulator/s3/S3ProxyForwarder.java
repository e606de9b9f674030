package io.github.s3agrants.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.access.AccessRules;
import io.github.s3agrants.emulator.access.RequiredActions;
import io.github.s3agrants.emulator.access.S3Call;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.identity.UrlText;
import io.github.s3agrants.emulator.journal.CallRecord;
import io.github.s3agrants.emulator.journal.JournalRecorder;
import io.github.s3agrants.emulator.scope.S3Scope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gaul.s3proxy.blobstore.domain.BlobMetadata;
import org.jspecify.annotations.Nullable;

/** Forwards a call to S3Proxy and corrects the response where it differs from S3's. */
final class S3ProxyForwarder {
  private static final Pattern UPLOAD =
      Pattern.compile("<UploadId>([^<]*)</UploadId>.*?<Initiated>([^<]*)", Pattern.DOTALL);
  private static final Pattern PARTS_IN_ETAG = Pattern.compile("-(\\d{1,5})\"?$");

  private final ExactKeyBlobStore store;
  private final JournalRecorder journal;
  private final AccessRules rules;

  /** An authorized call. The keys in the body of DeleteObjects are not authorized yet. */
  record Call(HttpServletRequest request, S3Request wanted, Credential signer, CallRecord entry) {}

  S3ProxyForwarder(ExactKeyBlobStore store, JournalRecorder journal, AccessRules rules) {
    this.store = store;
    this.journal = journal;
    this.rules = rules;
  }

  void forward(Call call, HttpServletResponse response, FilterChain chain)
      throws AwsException, IOException, ServletException {
    switch (call.wanted().route()) {
      case DELETE_OBJECTS -> deleteObjects(call, response, chain);
      case GET_OBJECT_ATTRIBUTES -> {
        read(call, response);
        forward(call, null, document -> withParts(call, document), response, chain);
      }
      case GET_OBJECT, HEAD_OBJECT -> {
        read(call, response);
        forward(call, null, null, response, chain);
      }
      case PUT_OBJECT, COPY_OBJECT, CREATE_MULTIPART_UPLOAD -> write(call, response, chain);
      case UPLOAD_PART, UPLOAD_PART_COPY, COMPLETE_MULTIPART_UPLOAD -> {
        continueUpload(call, response);
        forward(call, null, null, response, chain);
      }
      case LIST_OBJECTS_V2 -> list(call, response, chain);
      case LIST_MULTIPART_UPLOADS -> forward(call, null, this::withTimes, response, chain);
      default -> forward(call, null, null, response, chain);
    }
  }

  /** Checks the customer's key if the object exists, and reports its encryption. */
  private void read(Call call, HttpServletResponse response) throws AwsException {
    String bucket = Objects.requireNonNull(call.wanted().bucket());
    String key = Objects.requireNonNull(call.wanted().key());
    if (store.hasObject(bucket, key)) {
      Encryption encryption = store.attributes().get(bucket, key).encryption();
      encryption.requireKey(Encryption.customerKeyMd5(call.request()::getHeader));
      encryption.describe(response::setHeader);
    }
  }

  /** Takes a continuation token as it was sent to the client: encoded, if the keys were. */
  private void list(Call call, HttpServletResponse response, FilterChain chain)
      throws AwsException, IOException, ServletException {
    String token = call.wanted().parameters().get("continuation-token");
    if (token == null || !"url".equals(call.wanted().parameters().get("encoding-type"))) {
      forward(call, null, null, response, chain);
      return;
    }
    String after;
    try {
      after = UrlText.decode(token);
    } catch (IllegalArgumentException e) {
      throw new AwsException(
          AwsError.INVALID_ARGUMENT, "The continuation token provided is incorrect");
    }
    store.continuing(after, () -> forward(call, null, null, response, chain));
  }

  /** Stores the attributes that S3Proxy does not support with the new object or upload. */
  private void write(Call call, HttpServletResponse response, FilterChain chain)
      throws AwsException, IOException, ServletException {
    ObjectAttributes attributes = ObjectAttributes.read(call.request()::getHeader);
    if (call.wanted().route() == S3Route.COPY_OBJECT) {
      requireSourceKey(call);
    }
    attributes.encryption().describe(response::setHeader);
    store.writing(attributes, () -> forward(call, null, null, response, chain));
  }

  /** Requires the customer's key of an upload with every part. */
  private void continueUpload(Call call, HttpServletResponse response) throws AwsException {
    String uploadId = call.wanted().parameters().getOrDefault("uploadId", "");
    Encryption encryption = store.attributes().upload(uploadId).encryption();
    Optional<String> sent = Encryption.customerKeyMd5(call.request()::getHeader);
    // CompleteMultipartUpload may omit the key.
    if (call.wanted().route() != S3Route.COMPLETE_MULTIPART_UPLOAD || sent.isPresent()) {
      encryption.requireKey(sent);
    }
    if (call.wanted().route() == S3Route.UPLOAD_PART_COPY) {
      requireSourceKey(call);
    }
    encryption.describe(response::setHeader);
  }

  private void requireSourceKey(Call call) throws AwsException {
    S3Scope source = call.wanted().copySource();
    if (source != null && store.hasObject(source.bucket(), source.path())) {
      store
          .attributes()
          .get(source.bucket(), source.path())
          .encryption()
          .requireKey(Encryption.copySourceKeyMd5(call.request()::getHeader));
    }
  }

  /** S3 denies single keys, not the whole call. */
  private void deleteObjects(Call call, HttpServletResponse response, FilterChain chain)
      throws AwsException, IOException, ServletException {
    HttpServletRequest request = call.request();
    DeleteObjectsBody body =
        DeleteObjectsBody.read(request.getInputStream(), request.getHeader("x-amz-content-sha256"));
    String bucket = Objects.requireNonNull(call.wanted().bucket());
    AccessRules.Signer signer = AuthorizationFilter.signer(call.signer());
    S3Call deletion = call.wanted().call(request::getHeader);
    Set<String> allowed =
        body.keys().stream()
            .filter(key -> rules.allow(signer, RequiredActions.delete(deletion, bucket, key, null)))
            .collect(Collectors.toUnmodifiableSet());
    call.entry()
        .deletedKeys(
            body.keys().stream()
                .collect(
                    Collectors.toMap(
                        key -> key, allowed::contains, (one, same) -> one, LinkedHashMap::new)));
    store.removingOnly(
        allowed,
        () ->
            forward(
                call,
                body.raw(),
                document -> new String(body.result(allowed).toDocument(), UTF_8),
                response,
                chain));
  }

  /** Adds the number of parts, which the ETag contains. The parts' sizes are not stored. */
  private String withParts(Call call, String document) {
    // SDKs send one header per attribute.
    if (Collections.list(call.request().getHeaders("x-amz-object-attributes")).stream()
        .noneMatch(wanted -> wanted.contains("ObjectParts"))) {
      return document;
    }
    BlobMetadata metadata =
        store.blobMetadata(
            Objects.requireNonNull(call.wanted().bucket()),
            Objects.requireNonNull(call.wanted().key()));
    String eTag = metadata == null ? null : metadata.eTag();
    Matcher matcher = PARTS_IN_ETAG.matcher(eTag == null ? "" : eTag);
    return matcher.find()
        ? document.replace(
            "</GetObjectAttributesOutput>",
            "<ObjectParts><PartsCount>"
                + matcher.group(1)
                + "</PartsCount></ObjectParts></GetObjectAttributesOutput>")
        : document;
  }

  /** Corrects the start of uploads: S3Proxy reports the current time for each. */
  private String withTimes(String document) {
    StringBuilder mended = new StringBuilder();
    Matcher matcher = UPLOAD.matcher(document);
    int done = 0;
    while (matcher.find()) {
      Optional<Instant> initiated = store.attributes().initiated(matcher.group(1));
      mended
          .append(document, done, matcher.start(2))
          .append(initiated.map(Instant::toString).orElse(matcher.group(2)));
      done = matcher.end(2);
    }
    return mended.append(document, done, document.length()).toString();
  }

  private void forward(
      Call call,
      byte @Nullable [] body,
      @Nullable UnaryOperator<String> rewrite,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest sanitized =
        new SanitizedRequest(call.request(), call.wanted().parameters(), body);
    RecordedResponse recorded =
        new RecordedResponse(call.request(), response, journal, call.entry(), rewrite);
    int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    try {
      chain.doFilter(sanitized, recorded);
      status = response.getStatus();
    } finally {
      recorded.record(status, null);
    }
  }
}
