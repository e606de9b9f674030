package io.github.s3agrants.hadoop33;

import static java.util.Objects.requireNonNull;

import com.amazonaws.AmazonClientException;
import com.amazonaws.AmazonWebServiceRequest;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.model.DeleteObjectsResult;
import com.amazonaws.services.s3.model.GetObjectMetadataRequest;
import com.amazonaws.services.s3.model.ListObjectsV2Result;
import com.amazonaws.services.s3.model.MultiObjectDeleteException;
import com.amazonaws.services.s3.model.ObjectListing;
import io.github.s3agrants.request.RequestParts;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Sends the parts of one request with a client of version 1 of the SDK. All else that is in the
 * original request, such as what S3A has attached to it, is in each part. Not thread-safe.
 */
final class ClientOfParts implements S3Client {
  private final AmazonS3 client;
  private final AmazonWebServiceRequest original;

  /** The last answer, and its form of version 1. */
  private @Nullable Object last;

  private @Nullable Object lastOfV1;

  ClientOfParts(AmazonS3 client, AmazonWebServiceRequest original) {
    this.client = requireNonNull(client, "client");
    this.original = requireNonNull(original, "original");
  }

  /** The last answer as it came, if {@code answer} is just that. */
  <T> Optional<T> lastIfIts(Object answer, Class<T> type) {
    return answer == last && type.isInstance(lastOfV1)
        ? Optional.of(type.cast(lastOfV1))
        : Optional.empty();
  }

  @Override
  public ListObjectsV2Response listObjectsV2(ListObjectsV2Request part) {
    var request = Conversions.part(original, part);
    ListObjectsV2Result result = sent(() -> client.listObjectsV2(with(part, request)));
    return keep(Conversions.toV2(result), result);
  }

  @Override
  public ListObjectsResponse listObjects(ListObjectsRequest part) {
    var request = (com.amazonaws.services.s3.model.ListObjectsRequest) original.clone();
    ObjectListing result = sent(() -> client.listObjects(with(part, request)));
    return keep(Conversions.toV2(result), result);
  }

  @Override
  public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest part) {
    var request = Conversions.part(original, part);
    try {
      DeleteObjectsResult result = sent(() -> client.deleteObjects(with(part, request)));
      return keep(Conversions.toV2(result), result);
    } catch (MultiObjectDeleteException e) {
      return Conversions.toV2(e);
    }
  }

  @Override
  public HeadObjectResponse headObject(HeadObjectRequest part) {
    GetObjectMetadataRequest request = new GetObjectMetadataRequest(part.bucket(), part.key());
    request.setRequesterPays(part.requestPayer() != null);
    request.setExpectedBucketOwner(part.expectedBucketOwner());
    V1Requests.copyContext(original, request);
    return Conversions.toV2(sent(() -> client.getObjectMetadata(with(part, request))));
  }

  /** Adds to a request what the client offers with its form of version 2. */
  private static <T extends AmazonWebServiceRequest> T with(AwsRequest part, T request) {
    Optional<AwsRequestOverrideConfiguration> configuration =
        part.overrideConfiguration()
            .filter(AwsRequestOverrideConfiguration.class::isInstance)
            .map(AwsRequestOverrideConfiguration.class::cast);
    request.addHandlerContext(V1Requests.PARTS, RequestParts.offeredWith(configuration));
    return request;
  }

  private <T> T keep(T answer, Object ofV1) {
    last = answer;
    lastOfV1 = ofV1;
    return answer;
  }

  private static <T> T sent(Supplier<T> call) {
    try {
      return call.get();
    } catch (MultiObjectDeleteException e) {
      throw e;
    } catch (AmazonClientException e) {
      throw Conversions.toV2(e);
    }
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** The client is not this one's. */
  @Override
  public void close() {}
}
