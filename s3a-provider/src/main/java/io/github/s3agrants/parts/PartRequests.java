package io.github.s3agrants.parts;

import io.github.s3agrants.access.S3Path;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Sends the parts of one list. Each is signed with the credentials of one grant. */
final class PartRequests {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final S3Client client;
  private final ListQuery query;

  PartRequests(S3Client client, ListQuery query) {
    this.client = client;
    this.query = query;
  }

  /** The first object of a scope that the list has not passed; empty if there is none. */
  Optional<S3Object> first(S3Path scope) {
    if (!scope.isPrefix()) {
      return object(scope);
    }
    if (query.isAllPast(scope.key())) {
      return Optional.empty();
    }
    ListObjectsV2Request request = list(scope).delimiter(null).maxKeys(1).build();
    while (true) {
      ListObjectsV2Response answer = client.listObjectsV2(request);
      for (S3Object object : answer.contents()) {
        if (object.key().startsWith(scope.key()) && !query.isPast(object.key())) {
          return Optional.of(object);
        }
      }
      if (!isTruncated(answer)) {
        return Optional.empty();
      }
      request = next(request, answer);
    }
  }

  static boolean isTruncated(ListObjectsV2Response answer) {
    return Boolean.TRUE.equals(answer.isTruncated());
  }

  /**
   * The request for the page after a truncated one.
   *
   * @throws SdkClientException if the answer does not lead any further
   */
  static ListObjectsV2Request next(ListObjectsV2Request request, ListObjectsV2Response answer) {
    String token = answer.nextContinuationToken();
    if (token == null || token.equals(request.continuationToken())) {
      throw SdkClientException.create(
          "S3 Access Grants: S3 answered a part of a list with a page that has no next one.");
    }
    return request.toBuilder().startAfter(null).continuationToken(token).build();
  }

  /** The object that a scope consists of; empty if there is none, or if the list has passed it. */
  Optional<S3Object> object(S3Path scope) {
    if (query.isPast(scope.key())) {
      return Optional.empty();
    }
    ListObjectsV2Request template = query.template();
    HeadObjectRequest.Builder request =
        HeadObjectRequest.builder()
            .bucket(template.bucket())
            .key(scope.key())
            .requestPayer(template.requestPayer())
            .expectedBucketOwner(template.expectedBucketOwner());
    template.overrideConfiguration().ifPresent(request::overrideConfiguration);
    try {
      return Optional.of(listed(scope.key(), client.headObject(request.build())));
    } catch (AwsServiceException e) {
      if (e.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static S3Object listed(String key, HeadObjectResponse head) {
    return S3Object.builder()
        .key(key)
        .size(head.contentLength())
        .lastModified(head.lastModified())
        .eTag(head.eTag())
        .storageClass(
            head.storageClassAsString() == null ? "STANDARD" : head.storageClassAsString())
        .build();
  }

  /** The list of a scope, from where the whole list begins. */
  ListObjectsV2Request.Builder list(S3Path scope) {
    return query.template().toBuilder()
        .prefix(scope.key())
        .startAfter(query.after().startsWith(scope.key()) ? query.after() : null);
  }

  /** Whether a part failed because the caller may not read there, or nothing is there. */
  static boolean isNothing(SdkException failure) {
    return isRefusal(failure)
        || (failure instanceof AwsServiceException
            && ((AwsServiceException) failure).statusCode() == NOT_FOUND);
  }

  /** Whether the caller may not do what was requested. */
  static boolean isRefusal(SdkException failure) {
    return failure instanceof AwsServiceException
        && ((AwsServiceException) failure).statusCode() == FORBIDDEN;
  }
}
