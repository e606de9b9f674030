package io.github.s3agrants.hadoop33;

import static java.util.Objects.requireNonNull;

import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.model.DeleteObjectsRequest;
import com.amazonaws.services.s3.model.DeleteObjectsResult;
import com.amazonaws.services.s3.model.ListNextBatchOfObjectsRequest;
import com.amazonaws.services.s3.model.ListObjectsRequest;
import com.amazonaws.services.s3.model.ListObjectsV2Request;
import com.amazonaws.services.s3.model.ObjectListing;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a client of version 1 of the SDK, so that lists and bulk deletes are answered in parts, if
 * the caller's grants cover only parts of them. All other calls are passed on. Thread-safe.
 *
 * <p>A proxy, because the interface has more than 200 methods and the SDK no class that passes them
 * on.
 */
final class PartsOfRequests implements InvocationHandler {
  private final AmazonS3 client;
  private final AWSCredentialsProvider credentials;

  private PartsOfRequests(AmazonS3 client, AWSCredentialsProvider credentials) {
    this.client = requireNonNull(client, "client");
    this.credentials = requireNonNull(credentials, "credentials");
  }

  /**
   * Returns a client over another, which is shut down with it.
   *
   * @param credentials those of the client
   */
  static AmazonS3 over(AmazonS3 client, AWSCredentialsProvider credentials) {
    return (AmazonS3)
        Proxy.newProxyInstance(
            PartsOfRequests.class.getClassLoader(),
            new Class<?>[] {AmazonS3.class},
            new PartsOfRequests(client, credentials));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object first = arguments == null || arguments.length != 1 ? null : arguments[0];
    switch (method.getName()) {
      case "listObjectsV2":
        if (first instanceof ListObjectsV2Request) {
          return new DividedRequest(client, (ListObjectsV2Request) first).list();
        }
        break;
      case "listObjects":
        if (first instanceof ListObjectsRequest) {
          return new DividedRequest(client, (ListObjectsRequest) first).listV1();
        }
        break;
      case "listNextBatchOfObjects":
        if (first instanceof ListNextBatchOfObjectsRequest) {
          return nextBatch((ListNextBatchOfObjectsRequest) first);
        }
        if (first instanceof ObjectListing) {
          return nextBatch(new ListNextBatchOfObjectsRequest((ObjectListing) first));
        }
        break;
      case "deleteObjects":
        if (first instanceof DeleteObjectsRequest) {
          return delete((DeleteObjectsRequest) first);
        }
        break;
      default:
        break;
    }
    try {
      return method.invoke(client, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  /**
   * Sends a bulk delete. After each file that is created, S3A of Hadoop 3.3 deletes the markers of
   * all directories above it, those above the caller's grants too, and ignores failures. Then only
   * those are deleted that cached credentials cover, so that nobody is asked for the others.
   */
  private DeleteObjectsResult delete(DeleteObjectsRequest request) {
    DeleteObjectsRequest sent =
        MarkerCleanup.isOne(request)
            ? MarkerCleanup.covered(request, credentials.getCredentials())
            : request;
    return sent.getKeys().isEmpty()
        ? new DeleteObjectsResult(List.of())
        : new DividedRequest(client, sent).delete();
  }

  /** The list from the last page's end on, which the SDK's own client makes in the same way. */
  private ObjectListing nextBatch(ListNextBatchOfObjectsRequest request) {
    ObjectListing last = request.getPreviousObjectListing();
    if (!last.isTruncated()) {
      return client.listNextBatchOfObjects(request);
    }
    ListObjectsRequest next = request.toListObjectsRequest();
    V1Requests.copyContext(request, next);
    return new DividedRequest(client, next).listV1();
  }
}
