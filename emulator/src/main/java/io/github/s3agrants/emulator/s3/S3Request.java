package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.access.S3Call;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.UrlText;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A parsed S3 request. Immutable.
 *
 * <p>What is authorized and what is executed are both read from here.
 *
 * @param route the operation
 * @param bucket decoded; null if the path names none
 * @param key decoded; null if the path names none
 * @param copySource the source of a copy; null for other operations
 * @param copySourceVersion the version that the copy source names; null: none
 * @param parameters the decoded query parameters, the first value of each
 */
record S3Request(
    S3Route route,
    @Nullable String bucket,
    @Nullable String key,
    @Nullable S3Scope copySource,
    @Nullable String copySourceVersion,
    Map<String, String> parameters) {

  private static final String VERSION = "?versionId=";

  /**
   * Parses method, path, query and copy source, all as sent.
   *
   * @throws AwsException InvalidURI or InvalidRequest if they cannot be decoded
   */
  static S3Request of(
      String method, String rawPath, @Nullable String rawQuery, @Nullable String copySource)
      throws AwsException {
    try {
      String[] path = rawPath.split("/", 3);
      String bucket = path.length > 1 ? UrlText.decode(path[1]) : "";
      String key = path.length > 2 ? UrlText.decode(path[2]) : "";
      if (bucket.contains("/") || !path[0].isEmpty()) {
        throw new AwsException(AwsError.INVALID_URI, "The path does not name a bucket");
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      for (UrlText.Parameter parameter : UrlText.query(rawQuery == null ? "" : rawQuery)) {
        parameters.putIfAbsent(parameter.name(), parameter.value());
      }
      S3Route.Target target =
          bucket.isEmpty()
              ? S3Route.Target.SERVICE
              : key.isEmpty() ? S3Route.Target.BUCKET : S3Route.Target.OBJECT;
      return new S3Request(
          S3Route.of(method, target, parameters.keySet(), copySource != null),
          bucket.isEmpty() ? null : bucket,
          key.isEmpty() ? null : key,
          copySource == null ? null : source(copySource),
          copySource == null ? null : sourceVersion(copySource),
          parameters);
    } catch (IllegalArgumentException e) {
      throw new AwsException(AwsError.INVALID_URI, "Couldn't parse the specified URI.");
    }
  }

  @Nullable String prefix() {
    return parameters.get("prefix");
  }

  /**
   * The parts that decide what the request needs.
   *
   * @param header the value of a header, by its lower-case name; null if it was not sent
   * @param sourceIsTagged true if the object that a copy reads has tags
   */
  S3Call call(Function<String, @Nullable String> header, boolean sourceIsTagged) {
    return new S3Call(
        route.operation().orElse(null),
        bucket == null ? "" : bucket,
        key == null ? "" : key,
        copySource == null
            ? null
            : new S3Call.Source(
                copySource.bucket(), copySource.path(), copySourceVersion, sourceIsTagged),
        parameters::get,
        header);
  }

  private static S3Scope source(String header) throws AwsException {
    int version = header.lastIndexOf(VERSION);
    String decoded = UrlText.decode(version < 0 ? header : header.substring(0, version));
    String path = decoded.startsWith("/") ? decoded.substring(1) : decoded;
    int slash = path.indexOf('/');
    if (slash <= 0 || slash == path.length() - 1) {
      throw new AwsException(AwsError.INVALID_REQUEST, "The copy source must be bucket/key");
    }
    return S3Scope.object(path.substring(0, slash), path.substring(slash + 1));
  }

  private static @Nullable String sourceVersion(String header) {
    int version = header.lastIndexOf(VERSION);
    return version < 0 ? null : UrlText.decode(header.substring(version + VERSION.length()));
  }

  /** Omits the parameters: those of a presigned request contain its session token. */
  @Override
  public String toString() {
    return route.awsName() + "[bucket=" + bucket + ", key=" + key + "]";
  }
}
