package io.github.s3agrants.access;

import io.github.s3agrants.access.UngrantableException.Reason;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a copy reads from. The SDK hands it over in two ways: since 2.29 as the {@code
 * x-amz-copy-source} value ({@code bucket/key}, percent-encoded, perhaps with {@code ?versionId=}),
 * before as bucket and key, raw.
 */
public final class CopySource {
  private final String bucket;
  private final String key;

  private CopySource(String bucket, String key) {
    this.bucket = bucket;
    this.key = key;
  }

  /**
   * The source of a copy request.
   *
   * @param copySource the {@code x-amz-copy-source} value, read if bucket or key are null
   * @throws UngrantableException if the request names no source, or one that cannot be read
   */
  public static CopySource of(
      @Nullable String sourceBucket, @Nullable String sourceKey, @Nullable String copySource)
      throws UngrantableException {
    if (sourceBucket != null && sourceKey != null) {
      return new CopySource(sourceBucket, sourceKey);
    }
    if (copySource == null) {
      throw new UngrantableException(Reason.BAD_REQUEST, "The copy names no source.");
    }
    return parse(copySource);
  }

  public String bucket() {
    return bucket;
  }

  /** Raw, as all keys are. */
  public String key() {
    return key;
  }

  private static CopySource parse(String copySource) throws UngrantableException {
    int query = copySource.indexOf("?versionId=");
    String path = query < 0 ? copySource : copySource.substring(0, query);
    // URLDecoder is for forms, where '+' is a space; in a path it is itself.
    String decoded;
    try {
      decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new UngrantableException(
          Reason.BAD_REQUEST, "The copy source is not percent-encoded as S3 requires it.");
    }
    int start = decoded.startsWith("/") ? 1 : 0;
    int slash = decoded.indexOf('/', start);
    if (slash <= start || slash == decoded.length() - 1) {
      throw new UngrantableException(
          Reason.BAD_REQUEST, "The copy source is not of the form bucket/key.");
    }
    return new CopySource(decoded.substring(start, slash), decoded.substring(slash + 1));
  }
}
