package io.github.s3agrants.emulator.scope;

import java.util.regex.Pattern;

/**
 * A part of S3: everything, the keys of a bucket that start with a prefix, or one object.
 * Immutable.
 *
 * <p>The text form is that of S3 Access Grants:
 *
 * <ul>
 *   <li>{@code s3://b/p/*} covers keys that start with {@code p/}, but not {@code p} itself.
 *   <li>{@code s3://b/p*} covers keys that start with {@code p}.
 *   <li>{@code s3://b/k} covers only {@code k}.
 *   <li>{@code s3://b*} is the bucket {@code b}, and no other bucket whose name starts with it.
 * </ul>
 *
 * <p>Keys are raw, never URL-encoded.
 *
 * @param kind the kind of scope
 * @param bucket the bucket; empty for everything
 * @param path the prefix (empty: the whole bucket) or the object's key
 */
public record S3Scope(Kind kind, String bucket, String path) {

  /** The kinds of scopes. */
  public enum Kind {
    EVERYTHING,
    PREFIX,
    OBJECT
  }

  /** The longest scope that the API accepts, in characters. */
  public static final int MAX_LENGTH = 2000;

  private static final String SCHEME = "s3://";
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /** All of S3. */
  public static S3Scope everything() {
    return new S3Scope(Kind.EVERYTHING, "", "");
  }

  /** The keys of a bucket that start with {@code prefix}; empty for the whole bucket. */
  public static S3Scope prefix(String bucket, String prefix) {
    return new S3Scope(Kind.PREFIX, bucket, prefix);
  }

  /** One object. */
  public static S3Scope object(String bucket, String key) {
    return new S3Scope(Kind.OBJECT, bucket, key);
  }

  /**
   * Parses a scope in which a trailing {@code *} is the wildcard. {@code s3://} and {@code s3://*}
   * are everything; {@code s3://bucket} and {@code s3://bucket*} are the whole bucket.
   *
   * @throws IllegalArgumentException saying which forms are allowed; also for a {@code *} anywhere
   *     else, which would be ambiguous
   */
  public static S3Scope parse(String uri) {
    String rest = withoutScheme(uri);
    if (rest.isEmpty() || rest.equals("*")) {
      return everything();
    }
    int slash = rest.indexOf('/');
    if (slash < 0) {
      boolean star = rest.endsWith("*");
      return prefix(bucket(star ? rest.substring(0, rest.length() - 1) : rest, uri), "");
    }
    String bucket = bucket(rest.substring(0, slash), uri);
    String path = rest.substring(slash + 1);
    if (path.isEmpty()) {
      return prefix(bucket, "");
    }
    int star = path.indexOf('*');
    if (star < 0) {
      return object(bucket, path);
    }
    if (star < path.length() - 1) {
      throw new IllegalArgumentException("* is allowed only once, at the end: " + uri);
    }
    return prefix(bucket, path.substring(0, star));
  }

  /**
   * Parses {@code s3://bucket/key}, in which {@code *} is an ordinary character.
   *
   * @throws IllegalArgumentException saying which forms are allowed
   */
  public static S3Scope parseObject(String uri) {
    String rest = withoutScheme(uri);
    int slash = rest.indexOf('/');
    if (slash < 0 || slash == rest.length() - 1) {
      throw new IllegalArgumentException("an object is written s3://bucket/key, was: " + uri);
    }
    return object(bucket(rest.substring(0, slash), uri), rest.substring(slash + 1));
  }

  /** True if all of {@code other} lies in this scope. */
  public boolean covers(S3Scope other) {
    return switch (kind) {
      case EVERYTHING -> true;
      case PREFIX ->
          other.kind != Kind.EVERYTHING
              && other.bucket.equals(bucket)
              && other.path.startsWith(path);
      case OBJECT -> equals(other);
    };
  }

  /**
   * The text form. {@link #parse} reads it back, except for an object whose key contains a {@code
   * *}.
   */
  public String uri() {
    return switch (kind) {
      case EVERYTHING -> SCHEME + "*";
      case PREFIX -> SCHEME + bucket + "/" + path + "*";
      case OBJECT -> SCHEME + bucket + "/" + path;
    };
  }

  private static String withoutScheme(String uri) {
    if (!uri.startsWith(SCHEME) || uri.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "must start with s3:// and have at most " + MAX_LENGTH + " characters");
    }
    return uri.substring(SCHEME.length());
  }

  /** True if a bucket can have this name. */
  public static boolean isBucket(String name) {
    return BUCKET.matcher(name).matches();
  }

  private static String bucket(String name, String uri) {
    if (!isBucket(name)) {
      throw new IllegalArgumentException(
          "the bucket must be 3 to 63 lower-case letters, digits, dots and hyphens: " + uri);
    }
    return name;
  }
}
