package io.github.s3agrants.hadoop33;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.services.s3.model.DeleteObjectsRequest;
import com.amazonaws.services.s3.model.DeleteObjectsRequest.KeyVersion;
import io.github.s3agrants.advice.RequestOrigin;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The bulk delete with which S3A of Hadoop 3.3 removes the markers of directories above a new file
 * ({@code S3AFileSystem.deleteUnnecessaryFakeDirectories}).
 */
final class MarkerCleanup {
  private MarkerCleanup() {}

  /** Whether a request is part of a creation, and deletes nothing but markers. */
  static boolean isOne(DeleteObjectsRequest request) {
    return V1Requests.originOf(request).isCreation()
        && request.getKeys().stream()
            .allMatch(key -> key.getKey() != null && key.getKey().endsWith("/"));
  }

  /**
   * Returns the request for those markers that cached credentials cover; the request itself if base
   * credentials may sign the rest.
   */
  static DeleteObjectsRequest covered(DeleteObjectsRequest request, AWSCredentials credentials) {
    if (!(credentials instanceof PlaceholderCredentials)) {
      return request;
    }
    PlaceholderCredentials placeholder = (PlaceholderCredentials) credentials;
    if (placeholder.door().hasFallback()) {
      return request;
    }
    RequestOrigin origin = V1Requests.originOf(request);
    String bucket = request.getBucketName();
    List<KeyVersion> keys =
        request.getKeys().stream()
            .filter(
                key ->
                    placeholder.door().isCovered(bucket, key.getKey(), placeholder.base(), origin))
            .collect(Collectors.toList());
    return keys.size() == request.getKeys().size() ? request : Conversions.part(request, keys);
  }
}
