package io.github.s3agrants.hadoop33;

import com.amazonaws.AmazonClientException;
import com.amazonaws.AmazonWebServiceRequest;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.model.DeleteObjectsRequest;
import com.amazonaws.services.s3.model.DeleteObjectsResult;
import com.amazonaws.services.s3.model.ListObjectsRequest;
import com.amazonaws.services.s3.model.ListObjectsV2Request;
import com.amazonaws.services.s3.model.ListObjectsV2Result;
import com.amazonaws.services.s3.model.MultiObjectDeleteException;
import com.amazonaws.services.s3.model.ObjectListing;
import io.github.s3agrants.parts.PartsClient;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * A list or bulk delete of version 1 of the SDK, which {@link PartsClient} divides. That one speaks
 * version 2. What S3 answers to the request as a whole is passed on as it is. One instance sends
 * one request, on one thread.
 */
final class DividedRequest {
  private final AmazonWebServiceRequest request;
  private final ClientOfParts client;
  private final S3Client parts;

  DividedRequest(AmazonS3 client, AmazonWebServiceRequest request) {
    this.request = request;
    this.client = new ClientOfParts(client, request);
    this.parts = new PartsClient(this.client);
  }

  ListObjectsV2Result list() {
    ListObjectsV2Request list = (ListObjectsV2Request) request;
    ListObjectsV2Response answer = sent(() -> parts.listObjectsV2(Conversions.toV2(list)));
    return client
        .lastIfIts(answer, ListObjectsV2Result.class)
        .orElseGet(() -> Conversions.toV1(list, answer));
  }

  ObjectListing listV1() {
    ListObjectsRequest list = (ListObjectsRequest) request;
    ListObjectsResponse answer = sent(() -> parts.listObjects(Conversions.toV2(list)));
    return client
        .lastIfIts(answer, ObjectListing.class)
        .orElseGet(() -> Conversions.toV1(list, answer));
  }

  /**
   * Sends a bulk delete.
   *
   * @throws MultiObjectDeleteException if some of the keys were not deleted
   */
  DeleteObjectsResult delete() {
    DeleteObjectsRequest delete = (DeleteObjectsRequest) request;
    DeleteObjectsResponse answer = sent(() -> parts.deleteObjects(Conversions.toV2(delete)));
    return client
        .lastIfIts(answer, DeleteObjectsResult.class)
        .orElseGet(() -> Conversions.toV1(answer));
  }

  private static <T> T sent(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      if (e.getCause() instanceof AmazonClientException) {
        throw (AmazonClientException) e.getCause();
      }
      throw Conversions.toV1(e);
    }
  }
}
