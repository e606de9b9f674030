package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.http.HttpDate;
import io.github.s3agrants.emulator.store.Bucket;
import io.github.s3agrants.emulator.store.Checksum;
import io.github.s3agrants.emulator.store.ObjectProperties;
import io.github.s3agrants.emulator.store.ObjectVersion;
import io.github.s3agrants.emulator.store.StoredObject;
import io.github.s3agrants.emulator.store.Versioning;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The headers with which answers describe an object. */
final class ObjectHeaders {
  static final String VERSION_ID = "x-amz-version-id";
  static final String DELETE_MARKER = "x-amz-delete-marker";
  static final String METADATA = "x-amz-meta-";

  private static final Map<String, String> OVERRIDES =
      Map.of(
          "response-content-type", "content-type",
          "response-content-language", "content-language",
          "response-expires", "expires",
          "response-cache-control", "cache-control",
          "response-content-disposition", "content-disposition",
          "response-content-encoding", "content-encoding");

  private ObjectHeaders() {}

  /** Describes the object to a reader. */
  static Answer describe(Answer answer, Call call, ObjectVersion version) {
    StoredObject object = version.object();
    ObjectProperties properties = object.properties();
    Map<String, String> headers = new TreeMap<>(properties.headers());
    OVERRIDES.forEach(
        (parameter, name) -> {
          String value = call.parameter(parameter);
          if (value != null) {
            headers.put(name, value);
          }
        });
    properties.metadata().forEach((name, value) -> headers.put(METADATA + name, value));
    int tags = properties.tags().size();
    return answer
        .with(header -> headers.forEach((name, value) -> header.accept(canonical(name), value)))
        .with("ETag", object.eTag().quoted())
        .with("Last-Modified", HttpDate.of(version.lastModified()))
        .with("Accept-Ranges", "bytes")
        .withOptional("x-amz-tagging-count", tags == 0 ? null : Integer.toString(tags))
        .with(header -> EncryptionHeaders.describe(properties.encryption(), header));
  }

  /** Names the version, if the bucket has any. */
  static Answer version(Answer answer, Bucket bucket, ObjectVersion version) {
    return answer.withOptional(VERSION_ID, versionId(bucket, version));
  }

  static @Nullable String versionId(Bucket bucket, ObjectVersion version) {
    return bucket.versioning() == Versioning.OFF ? null : version.id();
  }

  /** Writes a checksum and what it is of. */
  static void checksum(@Nullable Checksum checksum, BiConsumer<String, String> header) {
    if (checksum != null) {
      header.accept(checksum.algorithm().header(), checksum.value());
      header.accept("x-amz-checksum-type", checksum.type().name());
    }
  }

  /** The standard headers as they are mostly written. Clients need not care. */
  private static String canonical(String name) {
    return switch (name) {
      case "cache-control" -> "Cache-Control";
      case "content-disposition" -> "Content-Disposition";
      case "content-encoding" -> "Content-Encoding";
      case "content-language" -> "Content-Language";
      case "content-type" -> "Content-Type";
      case "expires" -> "Expires";
      default -> name;
    };
  }
}
