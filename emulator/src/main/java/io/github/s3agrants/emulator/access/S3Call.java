package io.github.s3agrants.emulator.access;

import io.github.s3agrants.emulator.api.S3Operation;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an S3 request that decide which actions it needs.
 *
 * @param operation the operation; null if it is not a known one
 * @param bucket the bucket; empty if the path names none
 * @param key the key; empty if the path names none
 * @param source what a copy reads; null for other operations
 * @param parameter the decoded value of a query parameter; null if it was not sent
 * @param header the value of a header, by its lower-case name; null if it was not sent
 */
public record S3Call(
    @Nullable S3Operation operation,
    String bucket,
    String key,
    @Nullable Source source,
    Function<String, @Nullable String> parameter,
    Function<String, @Nullable String> header) {

  /**
   * The source of a copy.
   *
   * @param bucket the bucket
   * @param key the key
   * @param versionId the version that the copy names; null for the current one
   * @param tagged true if that object exists and has tags
   */
  public record Source(String bucket, String key, @Nullable String versionId, boolean tagged) {}

  boolean sends(String name) {
    String value = header.apply(name);
    return value != null && !value.isBlank();
  }

  boolean sendsTrue(String name) {
    return "true".equalsIgnoreCase(header.apply(name));
  }

  /** True if the request names a version of the object. */
  boolean versioned() {
    return parameter.apply("versionId") != null;
  }

  String listed() {
    String prefix = parameter.apply("prefix");
    return prefix == null ? "" : prefix;
  }
}
