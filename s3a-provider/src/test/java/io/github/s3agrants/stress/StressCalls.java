package io.github.s3agrants.stress;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
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
import software.amazon.awssdk.services.s3.model.PutObjectAclRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** The methods of the S3 clients for one type of request. */
record StressCalls<R extends S3Request>(
    Class<R> type,
    BiFunction<S3Client, R, SdkResponse> sync,
    BiFunction<S3AsyncClient, R, CompletableFuture<? extends SdkResponse>> async) {

  private static final List<StressCalls<?>> ALL =
      List.<StressCalls<?>>of(
          new StressCalls<>(
              GetObjectRequest.class,
              (s3, r) -> s3.getObjectAsBytes(r).response(),
              (s3, r) ->
                  s3.getObject(r, AsyncResponseTransformer.toBytes()).thenApply(b -> b.response())),
          new StressCalls<>(
              HeadObjectRequest.class, S3Client::headObject, S3AsyncClient::headObject),
          new StressCalls<>(
              GetObjectAclRequest.class, S3Client::getObjectAcl, S3AsyncClient::getObjectAcl),
          new StressCalls<>(
              GetObjectAttributesRequest.class,
              S3Client::getObjectAttributes,
              S3AsyncClient::getObjectAttributes),
          new StressCalls<>(ListPartsRequest.class, S3Client::listParts, S3AsyncClient::listParts),
          new StressCalls<>(
              ListObjectsRequest.class, S3Client::listObjects, S3AsyncClient::listObjects),
          new StressCalls<>(
              ListObjectsV2Request.class, S3Client::listObjectsV2, S3AsyncClient::listObjectsV2),
          new StressCalls<>(
              ListObjectVersionsRequest.class,
              S3Client::listObjectVersions,
              S3AsyncClient::listObjectVersions),
          new StressCalls<>(
              ListMultipartUploadsRequest.class,
              S3Client::listMultipartUploads,
              S3AsyncClient::listMultipartUploads),
          new StressCalls<>(
              HeadBucketRequest.class, S3Client::headBucket, S3AsyncClient::headBucket),
          new StressCalls<>(
              PutObjectRequest.class,
              (s3, r) -> s3.putObject(r, RequestBody.fromString("x")),
              (s3, r) -> s3.putObject(r, AsyncRequestBody.fromString("x"))),
          new StressCalls<>(
              PutObjectAclRequest.class, S3Client::putObjectAcl, S3AsyncClient::putObjectAcl),
          new StressCalls<>(
              DeleteObjectRequest.class, S3Client::deleteObject, S3AsyncClient::deleteObject),
          new StressCalls<>(
              CreateMultipartUploadRequest.class,
              S3Client::createMultipartUpload,
              S3AsyncClient::createMultipartUpload),
          new StressCalls<>(
              UploadPartRequest.class,
              (s3, r) -> s3.uploadPart(r, RequestBody.fromString("x")),
              (s3, r) -> s3.uploadPart(r, AsyncRequestBody.fromString("x"))),
          new StressCalls<>(
              CompleteMultipartUploadRequest.class,
              S3Client::completeMultipartUpload,
              S3AsyncClient::completeMultipartUpload),
          new StressCalls<>(
              AbortMultipartUploadRequest.class,
              S3Client::abortMultipartUpload,
              S3AsyncClient::abortMultipartUpload),
          new StressCalls<>(
              DeleteObjectsRequest.class, S3Client::deleteObjects, S3AsyncClient::deleteObjects),
          new StressCalls<>(
              CopyObjectRequest.class, S3Client::copyObject, S3AsyncClient::copyObject),
          new StressCalls<>(
              UploadPartCopyRequest.class,
              S3Client::uploadPartCopy,
              S3AsyncClient::uploadPartCopy));

  /** The methods for a request. */
  static StressCalls<?> of(S3Request request) {
    return ALL.stream()
        .filter(calls -> calls.type.isInstance(request))
        .findFirst()
        .orElseThrow(() -> new AssertionError("unknown " + request));
  }

  SdkResponse send(S3Client s3, S3Request request) {
    return sync.apply(s3, type.cast(request));
  }

  CompletableFuture<? extends SdkResponse> send(S3AsyncClient s3, S3Request request) {
    return async.apply(s3, type.cast(request));
  }
}
