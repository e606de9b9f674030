package io.github.s3agrants.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.ObjectProperties;
import io.github.s3agrants.emulator.store.WriteCondition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The headers of a request that writes an object. */
final class WriteHeaders {
  private static final List<String> SYSTEM =
      List.of(
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "content-type",
          "expires",
          "x-amz-storage-class",
          "x-amz-website-redirect-location");

  /** Before the headers of retention and legal hold, which no bucket of the emulator has. */
  private static final String LOCK = "x-amz-object-lock-";

  private static final String DEFAULT_TYPE = "binary/octet-stream";
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
  private static final int MAX_METADATA = 2 * 1024;

  private WriteHeaders() {}

  /**
   * What the headers say about the new object, with its tags.
   *
   * @throws AwsException if they are malformed
   */
  static ObjectProperties read(Call call) throws AwsException {
    if (call.http().headerNames().stream().anyMatch(name -> name.startsWith(LOCK))) {
      throw new AwsException(AwsError.INVALID_REQUEST, "Object Lock is not enabled for the bucket");
    }
    return withMetadata(ObjectProperties.NONE, call)
        .withTags(TagSets.header(call.header("x-amz-tagging")))
        .withAcl(AclHeaders.read(call::header))
        .withEncryption(EncryptionHeaders.requested(call::header));
  }

  /** With the metadata of a request. */
  static ObjectProperties withMetadata(ObjectProperties properties, Call call) throws AwsException {
    Map<String, String> system = new TreeMap<>();
    for (String name : SYSTEM) {
      String value = call.header(name);
      if (value != null) {
        system.put(name, value);
      }
    }
    String encoding = system.get("content-encoding");
    if (encoding != null) {
      String own = withoutChunked(encoding);
      if (own.isEmpty()) {
        system.remove("content-encoding");
      } else {
        system.put("content-encoding", own);
      }
    }
    if ("STANDARD".equals(system.get("x-amz-storage-class"))) {
      system.remove("x-amz-storage-class");
    }
    system.putIfAbsent("content-type", DEFAULT_TYPE);
    return properties.withMetadata(system, metadata(call));
  }

  /** The coding of the transfer is no part of the object. */
  private static String withoutChunked(String encoding) {
    return Arrays.stream(encoding.split(",", -1))
        .map(String::strip)
        .filter(coding -> !coding.equalsIgnoreCase("aws-chunked") && !coding.isEmpty())
        .collect(Collectors.joining(","));
  }

  private static Map<String, String> metadata(Call call) throws AwsException {
    Map<String, String> metadata = new TreeMap<>();
    int bytes = 0;
    for (String name : call.http().headerNames()) {
      if (name.startsWith(ObjectHeaders.METADATA)) {
        String own = name.substring(ObjectHeaders.METADATA.length());
        String value = String.join(",", call.http().headers(name));
        metadata.put(own, value);
        bytes += own.getBytes(UTF_8).length + value.getBytes(UTF_8).length;
      }
    }
    if (bytes > MAX_METADATA) {
      throw new AwsException(
          AwsError.METADATA_TOO_LARGE,
          "Your metadata headers exceed the maximum allowed metadata size");
    }
    return metadata;
  }

  /** The condition of a write. */
  static WriteCondition condition(Call call) throws AwsException {
    @Nullable String noneMatch = call.header("if-none-match");
    if (noneMatch != null && !noneMatch.strip().equals("*")) {
      throw new AwsException(
          AwsError.NOT_IMPLEMENTED,
          "A header you provided implies functionality that is not implemented: If-None-Match must"
              + " be *");
    }
    return new WriteCondition(call.header("if-match"), noneMatch != null);
  }
}
