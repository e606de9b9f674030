package io.github.s3agrants;

import java.util.concurrent.CompletableFuture;
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

/** Sends a request with the method of the client that is for it. */
final class StressCalls {
  private StressCalls() {}

  static SdkResponse send(S3Client s3, S3Request request) {
    RequestBody body = RequestBody.fromString("x");
    if (request instanceof GetObjectRequest r) {
      return s3.getObjectAsBytes(r).response();
    } else if (request instanceof HeadObjectRequest r) {
      return s3.headObject(r);
    } else if (request instanceof GetObjectAclRequest r) {
      return s3.getObjectAcl(r);
    } else if (request instanceof GetObjectAttributesRequest r) {
      return s3.getObjectAttributes(r);
    } else if (request instanceof ListPartsRequest r) {
      return s3.listParts(r);
    } else if (request instanceof ListObjectsRequest r) {
      return s3.listObjects(r);
    } else if (request instanceof ListObjectsV2Request r) {
      return s3.listObjectsV2(r);
    } else if (request instanceof ListObjectVersionsRequest r) {
      return s3.listObjectVersions(r);
    } else if (request instanceof ListMultipartUploadsRequest r) {
      return s3.listMultipartUploads(r);
    } else if (request instanceof HeadBucketRequest r) {
      return s3.headBucket(r);
    } else if (request instanceof PutObjectRequest r) {
      return s3.putObject(r, body);
    } else if (request instanceof PutObjectAclRequest r) {
      return s3.putObjectAcl(r);
    } else if (request instanceof DeleteObjectRequest r) {
      return s3.deleteObject(r);
    } else if (request instanceof CreateMultipartUploadRequest r) {
      return s3.createMultipartUpload(r);
    } else if (request instanceof UploadPartRequest r) {
      return s3.uploadPart(r, body);
    } else if (request instanceof CompleteMultipartUploadRequest r) {
      return s3.completeMultipartUpload(r);
    } else if (request instanceof AbortMultipartUploadRequest r) {
      return s3.abortMultipartUpload(r);
    } else if (request instanceof DeleteObjectsRequest r) {
      return s3.deleteObjects(r);
    } else if (request instanceof CopyObjectRequest r) {
      return s3.copyObject(r);
    } else if (request instanceof UploadPartCopyRequest r) {
      return s3.uploadPartCopy(r);
    }
    throw new AssertionError("unknown " + request);
  }

  static CompletableFuture<? extends SdkResponse> send(S3AsyncClient s3, S3Request request) {
    AsyncRequestBody body = AsyncRequestBody.fromString("x");
    if (request instanceof GetObjectRequest r) {
      return s3.getObject(r, AsyncResponseTransformer.toBytes()).thenApply(b -> b.response());
    } else if (request instanceof HeadObjectRequest r) {
      return s3.headObject(r);
    } else if (request instanceof GetObjectAclRequest r) {
      return s3.getObjectAcl(r);
    } else if (request instanceof GetObjectAttributesRequest r) {
      return s3.getObjectAttributes(r);
    } else if (request instanceof ListPartsRequest r) {
      return s3.listParts(r);
    } else if (request instanceof ListObjectsRequest r) {
      return s3.listObjects(r);
    } else if (request instanceof ListObjectsV2Request r) {
      return s3.listObjectsV2(r);
    } else if (request instanceof ListObjectVersionsRequest r) {
      return s3.listObjectVersions(r);
    } else if (request instanceof ListMultipartUploadsRequest r) {
      return s3.listMultipartUploads(r);
    } else if (request instanceof HeadBucketRequest r) {
      return s3.headBucket(r);
    } else if (request instanceof PutObjectRequest r) {
      return s3.putObject(r, body);
    } else if (request instanceof PutObjectAclRequest r) {
      return s3.putObjectAcl(r);
    } else if (request instanceof DeleteObjectRequest r) {
      return s3.deleteObject(r);
    } else if (request instanceof CreateMultipartUploadRequest r) {
      return s3.createMultipartUpload(r);
    } else if (request instanceof UploadPartRequest r) {
      return s3.uploadPart(r, body);
    } else if (request instanceof CompleteMultipartUploadRequest r) {
      return s3.completeMultipartUpload(r);
    } else if (request instanceof AbortMultipartUploadRequest r) {
      return s3.abortMultipartUpload(r);
    } else if (request instanceof DeleteObjectsRequest r) {
      return s3.deleteObjects(r);
    } else if (request instanceof CopyObjectRequest r) {
      return s3.copyObject(r);
    } else if (request instanceof UploadPartCopyRequest r) {
      return s3.uploadPartCopy(r);
    }
    throw new AssertionError("unknown " + request);
  }
}
