package io.github.s3agrants.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.gaul.s3proxy.blobstore.domain.PageSet;
import org.gaul.s3proxy.blobstore.domain.StorageMetadata;
import org.gaul.s3proxy.blobstore.domain.StorageType;
import org.gaul.s3proxy.blobstore.options.ListContainerOptions;
import org.jspecify.annotations.Nullable;

/**
 * ListObjectVersions of a bucket without versioning: every object has one version, {@code null}.
 */
final class VersionListing {
  private static final String VERSION = "null";
  private static final int MAX_KEYS = 1000;

  private VersionListing() {}

  /**
   * Executes a call.
   *
   * @throws AwsException NoSuchBucket, or InvalidArgument for a parameter
   */
  static XmlElement answer(ExactKeyBlobStore store, String bucket, Map<String, String> parameters)
      throws AwsException {
    if (!store.containerExists(bucket)) {
      throw new AwsException(AwsError.NO_SUCH_BUCKET, "The specified bucket does not exist");
    }
    int most = maxKeys(parameters.get("max-keys"));
    String prefix = parameters.getOrDefault("prefix", "");
    String delimiter = parameters.getOrDefault("delimiter", "");
    String marker = parameters.getOrDefault("key-marker", "");
    String versionMarker = parameters.get("version-id-marker");
    if (versionMarker != null && marker.isEmpty()) {
      throw invalid("A version-id marker cannot be specified without a key marker.");
    }
    UnaryOperator<String> encoding = encoding(parameters.get("encoding-type"));
    PageSet<? extends StorageMetadata> page =
        store.list(
            bucket,
            ListContainerOptions.builder()
                .prefix(prefix.isEmpty() ? null : prefix)
                .delimiter(delimiter.isEmpty() ? null : delimiter)
                .afterMarker(marker.isEmpty() ? null : marker)
                .maxResults(most)
                .build());
    List<@Nullable XmlElement> parts = new ArrayList<>();
    parts.add(XmlElement.of("Name", bucket));
    parts.add(XmlElement.of("Prefix", encoding.apply(prefix)));
    parts.add(XmlElement.of("KeyMarker", encoding.apply(marker)));
    parts.add(XmlElement.of("VersionIdMarker", versionMarker == null ? "" : versionMarker));
    parts.add(XmlElement.of("MaxKeys", String.valueOf(most)));
    if (!delimiter.isEmpty()) {
      parts.add(XmlElement.of("Delimiter", encoding.apply(delimiter)));
    }
    parts.add(XmlElement.optional("EncodingType", parameters.get("encoding-type")));
    String next = page.nextMarker();
    parts.add(XmlElement.of("IsTruncated", String.valueOf(next != null)));
    if (next != null) {
      parts.add(XmlElement.of("NextKeyMarker", encoding.apply(next)));
      boolean group = !delimiter.isEmpty() && next.endsWith(delimiter);
      parts.add(group ? null : XmlElement.of("NextVersionIdMarker", VERSION));
    }
    for (StorageMetadata entry : page) {
      parts.add(entry(entry, encoding));
    }
    return XmlElement.of("ListVersionsResult", parts.toArray(XmlElement[]::new));
  }

  private static XmlElement entry(StorageMetadata entry, UnaryOperator<String> encoding) {
    String name = encoding.apply(Objects.requireNonNull(entry.name()));
    if (entry.type() == StorageType.RELATIVE_PATH) {
      return XmlElement.of("CommonPrefixes", XmlElement.of("Prefix", name));
    }
    Date modified = entry.lastModified();
    String eTag = entry.eTag();
    Long size = entry.size();
    return XmlElement.of(
        "Version",
        XmlElement.of("Key", name),
        XmlElement.of("VersionId", VERSION),
        XmlElement.of("IsLatest", "true"),
        XmlElement.optional(
            "LastModified", modified == null ? null : modified.toInstant().toString()),
        XmlElement.optional("ETag", eTag == null ? null : quoted(eTag)),
        XmlElement.of("Size", String.valueOf(size == null ? 0 : size)),
        XmlElement.of("StorageClass", "STANDARD"),
        XmlElement.of("Owner", XmlElement.of("ID", AclHeaders.OWNER_ID)));
  }

  private static String quoted(String eTag) {
    return eTag.startsWith("\"") ? eTag : "\"" + eTag + "\"";
  }

  private static int maxKeys(@Nullable String sent) throws AwsException {
    if (sent == null) {
      return MAX_KEYS;
    }
    try {
      int most = Integer.parseInt(sent);
      if (most >= 0) {
        return Math.min(most, MAX_KEYS);
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw invalid("Argument max-keys must be an integer between 0 and 2147483647");
  }

  private static UnaryOperator<String> encoding(@Nullable String type) throws AwsException {
    if (type == null) {
      return UnaryOperator.identity();
    }
    if (type.equals("url")) {
      return text -> URLEncoder.encode(text, UTF_8).replace("%2F", "/");
    }
    throw invalid("Invalid Encoding Method specified in Request");
  }

  private static AwsException invalid(String message) {
    return new AwsException(AwsError.INVALID_ARGUMENT, message);
  }
}
