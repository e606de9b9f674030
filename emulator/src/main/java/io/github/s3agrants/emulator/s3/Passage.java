package io.github.s3agrants.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.Credential;
import io.github.s3agrants.emulator.journal.CallRecord;
import io.github.s3agrants.emulator.journal.JournalRecorder;
import io.github.s3agrants.emulator.scope.AccessPolicy.Statement;
import io.github.s3agrants.emulator.scope.S3Scope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gaul.s3proxy.blobstore.domain.BlobMetadata;
import org.jspecify.annotations.Nullable;

/** Lets S3Proxy answer a call, and mends the answer where S3's is another. */
final class Passage {
  private static final Pattern PARTS_IN_ETAG = Pattern.compile("-(\\d{1,5})\"?$");

  private final ExactKeyBlobStore store;
  private final JournalRecorder journal;

  /** A call whose signer may make it, but for the single keys of DeleteObjects. */
  record Call(HttpServletRequest request, S3Request wanted, Credential signer, CallRecord entry) {}

  Passage(ExactKeyBlobStore store, JournalRecorder journal) {
    this.store = store;
    this.journal = journal;
  }

  void pass(Call call, HttpServletResponse response, FilterChain chain)
      throws AwsException, IOException, ServletException {
    switch (call.wanted().route()) {
      case DELETE_OBJECTS -> deleteObjects(call, response, chain);
      case GET_OBJECT_ATTRIBUTES ->
          forward(call, null, document -> withParts(call, document), response, chain);
      case PUT_OBJECT -> putObject(call, response, chain);
      default -> forward(call, null, null, response, chain);
    }
  }

  /** S3 refuses single keys, not the call. */
  private void deleteObjects(Call call, HttpServletResponse response, FilterChain chain)
      throws AwsException, IOException, ServletException {
    HttpServletRequest request = call.request();
    DeleteObjectsBody body =
        DeleteObjectsBody.read(request.getInputStream(), request.getHeader("x-amz-content-sha256"));
    String bucket = Objects.requireNonNull(call.wanted().bucket());
    Set<String> allowed =
        body.keys().stream()
            .filter(
                key ->
                    call.signer()
                        .policy()
                        .allows(new Statement(S3Scope.object(bucket, key), Permission.WRITE)))
            .collect(Collectors.toUnmodifiableSet());
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

  /** S3Proxy knows canned ACLs only. */
  private void putObject(Call call, HttpServletResponse response, FilterChain chain)
      throws AwsException, IOException, ServletException {
    boolean canned = call.request().getHeader("x-amz-acl") != null;
    Optional<byte[]> acl =
        AclHeaders.read(name -> call.request().getHeader(name)).filter(document -> !canned);
    forward(call, null, null, response, chain);
    if (acl.isPresent() && response.getStatus() == HttpServletResponse.SC_OK) {
      // The answer has no body, so the client has not got it yet.
      store
          .acls()
          .put(
              Objects.requireNonNull(call.wanted().bucket()),
              Objects.requireNonNull(call.wanted().key()),
              acl.get());
    }
  }

  /** How many parts an object has stands in its ETag; where they begin nobody remembers. */
  private String withParts(Call call, String document) {
    // SDKs send one header for each.
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

  private void forward(
      Call call,
      byte @Nullable [] body,
      @Nullable UnaryOperator<String> mending,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest understood =
        new UnderstoodRequest(call.request(), call.wanted().parameters(), body);
    RecordedResponse recorded =
        new RecordedResponse(call.request(), response, journal, call.entry(), mending);
    int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    try {
      chain.doFilter(understood, recorded);
      status = response.getStatus();
    } finally {
      recorded.record(status, null);
    }
  }
}
