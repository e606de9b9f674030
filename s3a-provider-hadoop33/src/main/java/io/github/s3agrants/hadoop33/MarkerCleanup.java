package io.github.s3agrants.hadoop33;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.services.s3.model.DeleteObjectsRequest;
import com.amazonaws.services.s3.model.DeleteObjectsRequest.KeyVersion;
import io.github.s3agrants.advice.RequestOrigin;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The bulk delete with which S3A of Hadoop 3.3 removes the markers of directories above a new file
 * or directory ({@code S3AFileSystem.deleteUnnecessaryFakeDirectories}).
 */
final class MarkerCleanup {
  private MarkerCleanup() {}

  /**
   * Whether a request deletes the marker of a directory, of the one above it and so on up to the
   * bucket, and is not what a user deletes. The order of the keys does not matter.
   */
  static boolean isOne(DeleteObjectsRequest request) {
    if (V1Requests.originOf(request).isDelete()) {
      return false;
    }
    List<String> keys =
        request.getKeys().stream()
            .map(key -> String.valueOf(key.getKey()))
            .sorted(Comparator.comparingInt(String::length))
            .collect(Collectors.toList());
    String above = "";
    for (String key : keys) {
      if (!key.startsWith(above) || key.indexOf('/', above.length()) != key.length() - 1) {
        return false;
      }
      above = key;
    }
    return true;
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
