package io.github.s3agrants.hadoop33;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.WRITE;

import com.amazonaws.AmazonWebServiceRequest;
import com.amazonaws.services.s3.model.AbortMultipartUploadRequest;
import com.amazonaws.services.s3.model.CompleteMultipartUploadRequest;
import com.amazonaws.services.s3.model.CopyObjectRequest;
import com.amazonaws.services.s3.model.CopyPartRequest;
import com.amazonaws.services.s3.model.DeleteObjectRequest;
import com.amazonaws.services.s3.model.DeleteObjectsRequest;
import com.amazonaws.services.s3.model.DeleteVersionRequest;
import com.amazonaws.services.s3.model.GetObjectAclRequest;
import com.amazonaws.services.s3.model.GetObjectMetadataRequest;
import com.amazonaws.services.s3.model.GetObjectRequest;
import com.amazonaws.services.s3.model.HeadBucketRequest;
import com.amazonaws.services.s3.model.InitiateMultipartUploadRequest;
import com.amazonaws.services.s3.model.ListMultipartUploadsRequest;
import com.amazonaws.services.s3.model.ListObjectsRequest;
import com.amazonaws.services.s3.model.ListObjectsV2Request;
import com.amazonaws.services.s3.model.ListPartsRequest;
import com.amazonaws.services.s3.model.ListVersionsRequest;
import com.amazonaws.services.s3.model.PutObjectRequest;
import com.amazonaws.services.s3.model.SetObjectAclRequest;
import com.amazonaws.services.s3.model.UploadPartRequest;
import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.CopySource;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.access.UngrantableException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a typed request of version 1 of the SDK to the access that it needs. The rules are those
 * of docs/permissions.md. A subclass, such as that for an encrypted upload, is the same operation.
 */
final class V1AccessResolver {
  private static final String REQUEST = "Request";

  private static final List<Rule<?>> RULES =
      List.of(
          onObject(
              "GetObject", READ, GetObjectRequest.class, r -> r.getBucketName(), r -> r.getKey()),
          rule(
              "HeadObject",
              GetObjectMetadataRequest.class,
              (op, r) -> Access.head(op, r.getBucketName(), r.getKey())),
          rule(
              "ListObjectsV2",
              ListObjectsV2Request.class,
              (op, r) ->
                  Access.list(
                      op, r.getBucketName(), r.getPrefix(), r.getDelimiter(), r.getMaxKeys())),
          onObject(
              "PutObject", WRITE, PutObjectRequest.class, r -> r.getBucketName(), r -> r.getKey()),
          onObject(
              "DeleteObject",
              WRITE,
              DeleteObjectRequest.class,
              r -> r.getBucketName(),
              r -> r.getKey()),
          onObject(
              "UploadPart",
              WRITE,
              UploadPartRequest.class,
              r -> r.getBucketName(),
              r -> r.getKey()),
          onObject(
              "CreateMultipartUpload",
              WRITE,
              InitiateMultipartUploadRequest.class,
              r -> r.getBucketName(),
              r -> r.getKey()),
          onObject(
              "CompleteMultipartUpload",
              WRITE,
              CompleteMultipartUploadRequest.class,
              r -> r.getBucketName(),
              r -> r.getKey()),
          onObject(
              "AbortMultipartUpload",
              WRITE,
              AbortMultipartUploadRequest.class,
              r -> r.getBucketName(),
              r -> r.getKey()),
          rule(
              "DeleteObjects",
              DeleteObjectsRequest.class,
              (op, r) -> Access.delete(op, r.getBucketName(), keysOf(r))),
          rule(
              "CopyObject",
              CopyObjectRequest.class,
              (op, r) ->
                  Access.copy(
                      op,
                      CopySource.of(r.getSourceBucketName(), r.getSourceKey(), null),
                      r.getDestinationBucketName(),
                      r.getDestinationKey())),
          rule(
              "UploadPartCopy",
              CopyPartRequest.class,
              (op, r) ->
                  Access.copy(
                      op,
                      CopySource.of(r.getSourceBucketName(), r.getSourceKey(), null),
                      r.getDestinationBucketName(),
                      r.getDestinationKey())),
          rule(
              "ListObjects",
              ListObjectsRequest.class,
              (op, r) ->
                  Access.list(
                      op, r.getBucketName(), r.getPrefix(), r.getDelimiter(), r.getMaxKeys())),
          rule(
              "ListObjectVersions",
              ListVersionsRequest.class,
              (op, r) -> Access.prefix(op, r.getBucketName(), r.getPrefix())),
          rule(
              "ListMultipartUploads",
              ListMultipartUploadsRequest.class,
              (op, r) -> Access.prefix(op, r.getBucketName(), r.getPrefix())),
          rule(
              "HeadBucket",
              HeadBucketRequest.class,
              (op, r) -> Access.prefix(op, r.getBucketName(), "")),
          onObject(
              "ListParts", READ, ListPartsRequest.class, r -> r.getBucketName(), r -> r.getKey()),
          onObject(
              "GetObjectAcl",
              READ,
              GetObjectAclRequest.class,
              r -> r.getBucketName(),
              r -> r.getKey()),
          onObject(
              "PutObjectAcl",
              WRITE,
              SetObjectAclRequest.class,
              r -> r.getBucketName(),
              r -> r.getKey()),
          onObject(
              "DeleteObject",
              WRITE,
              DeleteVersionRequest.class,
              r -> r.getBucketName(),
              r -> r.getKey()));

  private V1AccessResolver() {}

  /**
   * Returns the access that {@code request} needs; empty for an operation that Access Grants does
   * not support.
   *
   * @throws UngrantableException if no grant could cover the request (a copy across buckets, an
   *     access point), or if the operation is unknown. An operation that nobody has classified must
   *     not be signed with base credentials by default
   */
  static Optional<Access> resolve(AmazonWebServiceRequest request) throws UngrantableException {
    for (Rule<?> rule : RULES) {
      if (rule.type.isInstance(request)) {
        return Optional.of(rule.access(request));
      }
    }
    String operation = operationOf(request);
    if (request.getClass().getName().startsWith("com.amazonaws.services.s3.model.")
        && V1UnsupportedOperations.NAMES.contains(operation)) {
      return Optional.empty();
    }
    throw new UngrantableException(
        Reason.UNKNOWN_OPERATION,
        operation + " is not an operation that this version of the library knows.");
  }

  /** Whether requests of a class have a rule of their own. */
  static boolean hasRule(Class<?> request) {
    return RULES.stream().anyMatch(rule -> rule.type.isAssignableFrom(request));
  }

  /** Returns the operation of a request that has no rule: the name of its class. */
  static String operationOf(AmazonWebServiceRequest request) {
    String name = request.getClass().getSimpleName();
    return name.endsWith(REQUEST) ? name.substring(0, name.length() - REQUEST.length()) : name;
  }

  /**
   * Returns the object whose current version a request reads with GET or HEAD. Empty for any other
   * request, and for a request that names a version.
   */
  static Optional<S3Path> objectRead(AmazonWebServiceRequest request) {
    if (request instanceof GetObjectMetadataRequest) {
      GetObjectMetadataRequest head = (GetObjectMetadataRequest) request;
      return current(head.getBucketName(), head.getKey(), head.getVersionId());
    }
    if (request instanceof GetObjectRequest) {
      GetObjectRequest get = (GetObjectRequest) request;
      return current(get.getBucketName(), get.getKey(), get.getVersionId());
    }
    return Optional.empty();
  }

  private static Optional<S3Path> current(
      @Nullable String bucket, @Nullable String key, @Nullable String versionId) {
    return bucket == null || key == null || versionId != null
        ? Optional.empty()
        : Optional.of(S3Path.object(bucket, key));
  }

  @FunctionalInterface
  private interface Resolution<R> {
    Access access(String operation, R request) throws UngrantableException;
  }

  private static final class Rule<R extends AmazonWebServiceRequest> {
    final Class<R> type;
    private final String operation;
    private final Resolution<R> resolution;

    Rule(String operation, Class<R> type, Resolution<R> resolution) {
      this.operation = operation;
      this.type = type;
      this.resolution = resolution;
    }

    Access access(AmazonWebServiceRequest request) throws UngrantableException {
      return resolution.access(operation, type.cast(request));
    }
  }

  private static <R extends AmazonWebServiceRequest> Rule<R> rule(
      String operation, Class<R> type, Resolution<R> resolution) {
    return new Rule<>(operation, type, resolution);
  }

  private static <R extends AmazonWebServiceRequest> Rule<R> onObject(
      String operation,
      Permission permission,
      Class<R> type,
      Function<R, @Nullable String> bucket,
      Function<R, @Nullable String> key) {
    return rule(
        operation, type, (op, r) -> Access.object(op, permission, bucket.apply(r), key.apply(r)));
  }

  private static List<@Nullable String> keysOf(DeleteObjectsRequest request) {
    List<@Nullable String> keys = new ArrayList<>();
    for (DeleteObjectsRequest.KeyVersion key : request.getKeys()) {
      keys.add(key == null ? null : key.getKey());
    }
    return keys;
  }
}
