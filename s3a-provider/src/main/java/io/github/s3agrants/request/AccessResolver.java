package io.github.s3agrants.request;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.WRITE;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.BucketName;
import io.github.s3agrants.access.CopySource;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.access.UngrantableException.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateSessionRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAclRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectAclRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * Resolves a typed S3 request to the access that it needs. The rules are those of
 * docs/permissions.md.
 *
 * <p>This class uses only request classes and getters that SDK 2.23 has, so that one binary runs on
 * every supported Hadoop. Thread-safe.
 */
public final class AccessResolver {
  private static final String REQUEST = "Request";

  @FunctionalInterface
  private interface Rule {
    Access access(S3Request request) throws UngrantableException;
  }

  private final Map<Class<? extends SdkRequest>, Rule> rules = new HashMap<>();

  public AccessResolver() {
    onObject(READ, GetObjectRequest.class, r -> r.bucket(), r -> r.key());
    onObject(READ, GetObjectAclRequest.class, r -> r.bucket(), r -> r.key());
    onObject(READ, GetObjectAttributesRequest.class, r -> r.bucket(), r -> r.key());
    onObject(READ, ListPartsRequest.class, r -> r.bucket(), r -> r.key());
    rule(HeadObjectRequest.class, (op, r) -> Access.head(op, r.bucket(), r.key()));

    rule(
        ListObjectsRequest.class,
        (op, r) -> Access.list(op, r.bucket(), r.prefix(), r.delimiter(), r.maxKeys()));
    rule(
        ListObjectsV2Request.class,
        (op, r) -> Access.list(op, r.bucket(), r.prefix(), r.delimiter(), r.maxKeys()));
    rule(ListObjectVersionsRequest.class, (op, r) -> Access.prefix(op, r.bucket(), r.prefix()));
    rule(ListMultipartUploadsRequest.class, (op, r) -> Access.prefix(op, r.bucket(), r.prefix()));
    rule(HeadBucketRequest.class, (op, r) -> Access.prefix(op, r.bucket(), ""));

    onObject(WRITE, PutObjectRequest.class, r -> r.bucket(), r -> r.key());
    onObject(WRITE, PutObjectAclRequest.class, r -> r.bucket(), r -> r.key());
    onObject(WRITE, DeleteObjectRequest.class, r -> r.bucket(), r -> r.key());
    onObject(WRITE, CreateMultipartUploadRequest.class, r -> r.bucket(), r -> r.key());
    onObject(WRITE, UploadPartRequest.class, r -> r.bucket(), r -> r.key());
    onObject(WRITE, CompleteMultipartUploadRequest.class, r -> r.bucket(), r -> r.key());
    onObject(WRITE, AbortMultipartUploadRequest.class, r -> r.bucket(), r -> r.key());
    rule(DeleteObjectsRequest.class, (op, r) -> Access.delete(op, r.bucket(), keysOf(r)));

    rule(
        CopyObjectRequest.class,
        (op, r) -> Access.copy(op, sourceOf(r), r.destinationBucket(), r.destinationKey()));
    rule(
        UploadPartCopyRequest.class,
        (op, r) -> Access.copy(op, sourceOf(r), r.destinationBucket(), r.destinationKey()));

    // Access Grants does not support this operation. Unlike others that it does not support, base
    // credentials must not sign it: the session covers all data of a directory bucket.
    rule(
        CreateSessionRequest.class,
        (op, r) -> {
          throw BucketName.directoryBucket(r.bucket());
        });
  }

  /**
   * Returns the access that {@code request} needs; empty for an operation that Access Grants does
   * not support.
   *
   * @throws UngrantableException if no grant could cover the request (a copy across buckets, an
   *     access point, a directory bucket), or if the operation is unknown. An operation that nobody
   *     has classified must not be signed with base credentials by default
   */
  public Optional<Access> resolve(SdkRequest request) throws UngrantableException {
    Rule rule = rules.get(request.getClass());
    if (rule != null) {
      return Optional.of(rule.access((S3Request) request));
    }
    String operation = operationOf(request.getClass());
    if (request instanceof S3Request && UnsupportedOperations.NAMES.contains(operation)) {
      return Optional.empty();
    }
    throw new UngrantableException(
        Reason.UNKNOWN_OPERATION,
        operation + " is not an operation that this version of the library knows.");
  }

  /**
   * Returns the object whose current version a request reads with GET or HEAD. Empty for any other
   * request, and for a request that names a version.
   */
  public static Optional<S3Path> objectRead(SdkRequest request) {
    if (request instanceof HeadObjectRequest) {
      HeadObjectRequest head = (HeadObjectRequest) request;
      return current(head.bucket(), head.key(), head.versionId());
    }
    if (request instanceof GetObjectRequest) {
      GetObjectRequest get = (GetObjectRequest) request;
      return current(get.bucket(), get.key(), get.versionId());
    }
    return Optional.empty();
  }

  private static Optional<S3Path> current(
      @Nullable String bucket, @Nullable String key, @Nullable String versionId) {
    return bucket == null || key == null || versionId != null
        ? Optional.empty()
        : Optional.of(S3Path.object(bucket, key));
  }

  /**
   * Returns the API operation of a request class: {@code GetObject} for {@code GetObjectRequest}.
   */
  public static String operationOf(Class<?> request) {
    String name = request.getSimpleName();
    return name.endsWith(REQUEST) ? name.substring(0, name.length() - REQUEST.length()) : name;
  }

  /**
   * A rule for requests of one class. Its cast is safe, because the key in the map is that class.
   */
  @FunctionalInterface
  private interface TypedRule<R extends S3Request> {
    Access access(String operation, R request) throws UngrantableException;
  }

  private <R extends S3Request> void rule(Class<R> type, TypedRule<R> rule) {
    String operation = operationOf(type);
    rules.put(type, request -> rule.access(operation, type.cast(request)));
  }

  private <R extends S3Request> void onObject(
      Permission permission,
      Class<R> type,
      Function<R, @Nullable String> bucket,
      Function<R, @Nullable String> key) {
    rule(type, (op, r) -> Access.object(op, permission, bucket.apply(r), key.apply(r)));
  }

  private static List<@Nullable String> keysOf(DeleteObjectsRequest request) {
    List<ObjectIdentifier> objects =
        request.delete() == null ? Collections.emptyList() : request.delete().objects();
    List<@Nullable String> keys = new ArrayList<>(objects.size());
    for (ObjectIdentifier object : objects) {
      keys.add(object == null ? null : object.key());
    }
    return keys;
  }

  // Setting copySource is deprecated. Since SDK 2.29 the client itself fills it from the source's
  // parts, so that an interceptor finds the source nowhere else.
  @SuppressWarnings("deprecation")
  private static CopySource sourceOf(CopyObjectRequest r) throws UngrantableException {
    return CopySource.of(r.sourceBucket(), r.sourceKey(), r.copySource());
  }

  @SuppressWarnings("deprecation") // as above
  private static CopySource sourceOf(UploadPartCopyRequest r) throws UngrantableException {
    return CopySource.of(r.sourceBucket(), r.sourceKey(), r.copySource());
  }
}
