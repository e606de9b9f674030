package io.github.s3agrants.access;

import io.github.s3agrants.access.UngrantableException.Reason;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The object that a copy reads from. Since 2.29, the SDK passes it as the {@code x-amz-copy-source}
 * value: {@code bucket/key}, percent-encoded, optionally with {@code ?versionId=}. Older SDKs pass
 * a raw bucket and a raw key.
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
   * @param copySource the {@code x-amz-copy-source} value; used only if the bucket or the key is
   *     null
   * @throws UngrantableException if the request names no source, or one that cannot be parsed
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

  /** The key, raw as all keys are. */
  public String key() {
    return key;
  }

  private static CopySource parse(String copySource) throws UngrantableException {
    int query = copySource.indexOf("?versionId=");
    String path = query < 0 ? copySource : copySource.substring(0, query);
    // URLDecoder decodes forms, where '+' stands for a space. In a path, '+' stands for itself.
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
