package io.github.s3agrants.hadoop33;

import com.amazonaws.AbortedException;
import com.amazonaws.AmazonClientException;
import com.amazonaws.AmazonServiceException;
import com.amazonaws.AmazonWebServiceRequest;
import com.amazonaws.SdkClientException;
import com.amazonaws.services.s3.model.AmazonS3Exception;
import com.amazonaws.services.s3.model.DeleteObjectsResult;
import com.amazonaws.services.s3.model.ListObjectsV2Result;
import com.amazonaws.services.s3.model.MultiObjectDeleteException;
import com.amazonaws.services.s3.model.ObjectListing;
import com.amazonaws.services.s3.model.ObjectMetadata;
import com.amazonaws.services.s3.model.S3ObjectSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists and bulk deletes of both versions of the SDK, as far as {@link ClientOfParts} needs them.
 */
final class Conversions {
  private Conversions() {}

  static ListObjectsV2Request toV2(com.amazonaws.services.s3.model.ListObjectsV2Request r) {
    return ListObjectsV2Request.builder()
        .bucket(r.getBucketName())
        .prefix(r.getPrefix())
        .delimiter(r.getDelimiter())
        .maxKeys(r.getMaxKeys())
        .startAfter(r.getStartAfter())
        .continuationToken(r.getContinuationToken())
        .encodingType(r.getEncodingType())
        .requestPayer(payer(r.isRequesterPays()))
        .expectedBucketOwner(r.getExpectedBucketOwner())
        .build();
  }

  static ListObjectsRequest toV2(com.amazonaws.services.s3.model.ListObjectsRequest r) {
    return ListObjectsRequest.builder()
        .bucket(r.getBucketName())
        .prefix(r.getPrefix())
        .delimiter(r.getDelimiter())
        .maxKeys(r.getMaxKeys())
        .marker(r.getMarker())
        .encodingType(r.getEncodingType())
        .requestPayer(payer(r.isRequesterPays()))
        .expectedBucketOwner(r.getExpectedBucketOwner())
        .build();
  }

  static DeleteObjectsRequest toV2(com.amazonaws.services.s3.model.DeleteObjectsRequest r) {
    List<ObjectIdentifier> objects =
        r.getKeys().stream()
            .map(k -> ObjectIdentifier.builder().key(k.getKey()).versionId(k.getVersion()).build())
            .collect(Collectors.toList());
    return DeleteObjectsRequest.builder()
        .bucket(r.getBucketName())
        .delete(Delete.builder().objects(objects).quiet(r.getQuiet()).build())
        .build();
  }

  private static @Nullable RequestPayer payer(boolean requester) {
    return requester ? RequestPayer.REQUESTER : null;
  }

  /** A part of a list, of either version. */
  static com.amazonaws.services.s3.model.ListObjectsV2Request part(
      AmazonWebServiceRequest original, ListObjectsV2Request part) {
    com.amazonaws.services.s3.model.ListObjectsV2Request request;
    if (original instanceof com.amazonaws.services.s3.model.ListObjectsV2Request) {
      request = (com.amazonaws.services.s3.model.ListObjectsV2Request) original.clone();
    } else {
      request = new com.amazonaws.services.s3.model.ListObjectsV2Request();
      V1Requests.copyContext(original, request);
      request.setBucketName(part.bucket());
      request.setRequesterPays(part.requestPayer() != null);
      request.setExpectedBucketOwner(part.expectedBucketOwner());
    }
    request.setPrefix(part.prefix());
    request.setDelimiter(part.delimiter());
    request.setMaxKeys(part.maxKeys());
    request.setStartAfter(part.startAfter());
    request.setContinuationToken(part.continuationToken());
    return request;
  }

  /** A part of a bulk delete. */
  static com.amazonaws.services.s3.model.DeleteObjectsRequest part(
      AmazonWebServiceRequest original, DeleteObjectsRequest part) {
    List<com.amazonaws.services.s3.model.DeleteObjectsRequest.KeyVersion> keys = new ArrayList<>();
    for (ObjectIdentifier object : part.delete().objects()) {
      keys.add(
          new com.amazonaws.services.s3.model.DeleteObjectsRequest.KeyVersion(
              object.key(), object.versionId()));
    }
    return part((com.amazonaws.services.s3.model.DeleteObjectsRequest) original, keys);
  }

  /** A bulk delete of some of the keys. */
  static com.amazonaws.services.s3.model.DeleteObjectsRequest part(
      com.amazonaws.services.s3.model.DeleteObjectsRequest whole,
      List<com.amazonaws.services.s3.model.DeleteObjectsRequest.KeyVersion> keys) {
    // Not a clone: it would have the same list of keys, which the setter changes.
    var request = new com.amazonaws.services.s3.model.DeleteObjectsRequest(whole.getBucketName());
    V1Requests.copyContext(whole, request);
    request.setMfa(whole.getMfa());
    request.setQuiet(whole.getQuiet());
    request.setRequesterPays(whole.isRequesterPays());
    request.setBypassGovernanceRetention(whole.getBypassGovernanceRetention());
    request.setExpectedBucketOwner(whole.getExpectedBucketOwner());
    request.setKeys(keys);
    return request;
  }

  static ListObjectsV2Response toV2(ListObjectsV2Result r) {
    return ListObjectsV2Response.builder()
        .contents(objects(r.getObjectSummaries()))
        .commonPrefixes(prefixes(r.getCommonPrefixes()))
        .isTruncated(r.isTruncated())
        .nextContinuationToken(r.getNextContinuationToken())
        .keyCount(r.getKeyCount())
        .maxKeys(r.getMaxKeys())
        .build();
  }

  static ListObjectsResponse toV2(ObjectListing r) {
    return ListObjectsResponse.builder()
        .contents(objects(r.getObjectSummaries()))
        .commonPrefixes(prefixes(r.getCommonPrefixes()))
        .isTruncated(r.isTruncated())
        .nextMarker(r.getNextMarker())
        .build();
  }

  private static List<S3Object> objects(List<S3ObjectSummary> summaries) {
    List<S3Object> objects = new ArrayList<>(summaries.size());
    for (S3ObjectSummary summary : summaries) {
      objects.add(
          S3Object.builder()
              .key(summary.getKey())
              .size(summary.getSize())
              .lastModified(instant(summary.getLastModified()))
              .eTag(summary.getETag())
              .storageClass(summary.getStorageClass())
              .build());
    }
    return objects;
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }

  private static List<CommonPrefix> prefixes(List<String> prefixes) {
    return prefixes.stream()
        .map(prefix -> CommonPrefix.builder().prefix(prefix).build())
        .collect(Collectors.toList());
  }

  static DeleteObjectsResponse toV2(DeleteObjectsResult r) {
    return DeleteObjectsResponse.builder().deleted(deleted(r.getDeletedObjects())).build();
  }

  static DeleteObjectsResponse toV2(MultiObjectDeleteException e) {
    List<S3Error> errors =
        e.getErrors().stream()
            .map(
                error ->
                    S3Error.builder()
                        .key(error.getKey())
                        .versionId(error.getVersionId())
                        .code(error.getCode())
                        .message(error.getMessage())
                        .build())
            .collect(Collectors.toList());
    return DeleteObjectsResponse.builder()
        .deleted(deleted(e.getDeletedObjects()))
        .errors(errors)
        .build();
  }

  private static List<DeletedObject> deleted(List<DeleteObjectsResult.DeletedObject> all) {
    return all.stream()
        .map(
            each ->
                DeletedObject.builder()
                    .key(each.getKey())
                    .versionId(each.getVersionId())
                    .deleteMarker(each.isDeleteMarker())
                    .deleteMarkerVersionId(each.getDeleteMarkerVersionId())
                    .build())
        .collect(Collectors.toList());
  }

  static HeadObjectResponse toV2(ObjectMetadata metadata) {
    return HeadObjectResponse.builder()
        .contentLength(metadata.getContentLength())
        .lastModified(instant(metadata.getLastModified()))
        .eTag(metadata.getETag())
        .storageClass(metadata.getStorageClass())
        .build();
  }

  static ListObjectsV2Result toV1(
      com.amazonaws.services.s3.model.ListObjectsV2Request request, ListObjectsV2Response r) {
    ListObjectsV2Result result = new ListObjectsV2Result();
    result.setBucketName(request.getBucketName());
    result.setPrefix(request.getPrefix());
    result.setDelimiter(request.getDelimiter());
    result.setStartAfter(request.getStartAfter());
    result.setContinuationToken(request.getContinuationToken());
    if (r.maxKeys() != null) {
      result.setMaxKeys(r.maxKeys());
    }
    result.setKeyCount(r.contents().size() + r.commonPrefixes().size());
    result.setTruncated(Boolean.TRUE.equals(r.isTruncated()));
    result.setNextContinuationToken(r.nextContinuationToken());
    result.getObjectSummaries().addAll(summaries(request.getBucketName(), r.contents()));
    result.setCommonPrefixes(names(r.commonPrefixes()));
    return result;
  }

  static ObjectListing toV1(
      com.amazonaws.services.s3.model.ListObjectsRequest request, ListObjectsResponse r) {
    ObjectListing result = new ObjectListing();
    result.setBucketName(request.getBucketName());
    result.setPrefix(request.getPrefix());
    result.setDelimiter(request.getDelimiter());
    result.setMarker(request.getMarker());
    if (r.maxKeys() != null) {
      result.setMaxKeys(r.maxKeys());
    }
    result.setTruncated(Boolean.TRUE.equals(r.isTruncated()));
    result.setNextMarker(r.nextMarker());
    result.getObjectSummaries().addAll(summaries(request.getBucketName(), r.contents()));
    result.setCommonPrefixes(names(r.commonPrefixes()));
    return result;
  }

  private static List<S3ObjectSummary> summaries(String bucket, List<S3Object> objects) {
    List<S3ObjectSummary> summaries = new ArrayList<>(objects.size());
    for (S3Object object : objects) {
      S3ObjectSummary summary = new S3ObjectSummary();
      summary.setBucketName(bucket);
      summary.setKey(object.key());
      summary.setETag(object.eTag());
      summary.setStorageClass(object.storageClassAsString());
      if (object.size() != null) {
        summary.setSize(object.size());
      }
      if (object.lastModified() != null) {
        summary.setLastModified(Date.from(object.lastModified()));
      }
      summaries.add(summary);
    }
    return summaries;
  }

  private static List<String> names(List<CommonPrefix> prefixes) {
    return prefixes.stream().map(CommonPrefix::prefix).collect(Collectors.toList());
  }

  /**
   * The answer to a bulk delete.
   *
   * @throws MultiObjectDeleteException if it has errors, as the SDK does
   */
  static DeleteObjectsResult toV1(DeleteObjectsResponse r) {
    List<DeleteObjectsResult.DeletedObject> deleted = new ArrayList<>();
    for (DeletedObject each : r.deleted()) {
      DeleteObjectsResult.DeletedObject object = new DeleteObjectsResult.DeletedObject();
      object.setKey(each.key());
      object.setVersionId(each.versionId());
      object.setDeleteMarker(Boolean.TRUE.equals(each.deleteMarker()));
      object.setDeleteMarkerVersionId(each.deleteMarkerVersionId());
      deleted.add(object);
    }
    if (r.errors().isEmpty()) {
      return new DeleteObjectsResult(deleted);
    }
    List<MultiObjectDeleteException.DeleteError> errors = new ArrayList<>();
    for (S3Error each : r.errors()) {
      MultiObjectDeleteException.DeleteError error = new MultiObjectDeleteException.DeleteError();
      error.setKey(each.key());
      error.setVersionId(each.versionId());
      error.setCode(each.code());
      error.setMessage(each.message());
      errors.add(error);
    }
    MultiObjectDeleteException failure = new MultiObjectDeleteException(errors, deleted);
    // As the SDK does. Without it S3A does not look at the errors, and repeats the request.
    failure.setStatusCode(200);
    throw failure;
  }

  /** A failure whose cause is that of version 1, so that it can be thrown again as it was. */
  static SdkException toV2(AmazonClientException e) {
    if (e instanceof AbortedException) {
      return software.amazon.awssdk.core.exception.AbortedException.create(
          String.valueOf(e.getMessage()), e);
    }
    if (!(e instanceof AmazonServiceException)) {
      return software.amazon.awssdk.core.exception.SdkClientException.create(
          String.valueOf(e.getMessage()), e);
    }
    AmazonServiceException service = (AmazonServiceException) e;
    AwsErrorDetails details =
        AwsErrorDetails.builder()
            .errorCode(service.getErrorCode())
            .errorMessage(service.getErrorMessage())
            .serviceName(service.getServiceName())
            .sdkHttpResponse(SdkHttpResponse.builder().statusCode(service.getStatusCode()).build())
            .build();
    return S3Exception.builder()
        .statusCode(service.getStatusCode())
        .message(e.getMessage())
        .awsErrorDetails(details)
        .cause(e)
        .build();
  }

  /** A failure that is not one of the client's. */
  static AmazonClientException toV1(SdkException e) {
    if (!(e instanceof AwsServiceException)) {
      return new SdkClientException(e.getMessage(), e);
    }
    AwsServiceException service = (AwsServiceException) e;
    AmazonS3Exception thrown = new AmazonS3Exception(service.awsErrorDetails().errorMessage(), e);
    thrown.setStatusCode(service.statusCode());
    thrown.setErrorCode(service.awsErrorDetails().errorCode());
    thrown.setServiceName(service.awsErrorDetails().serviceName());
    return thrown;
  }
}
