package io.github.s3agrants.emulator.s3;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Virtual-host addressing: a bucket in the name of the host. {@code lake.localhost}, {@code
 * lake.s3.localhost} and {@code lake.s3.us-east-1.localhost} name the bucket {@code lake}. Every
 * other host names none; the bucket is then in the path.
 *
 * <p>Signatures cover the path as sent, so they are verified before the bucket is moved.
 */
final class BucketHost {
  private static final Pattern PORT = Pattern.compile(":\\d*$");

  /**
   * The name of the service itself, with a bucket before it or without. A Region has few parts:
   * more would cost stack.
   */
  private static final Pattern HOST =
      Pattern.compile("(?:(.+?)\\.)??(?:s3\\.(?:[a-z]{2}(?:-[a-z]+){1,3}-\\d+\\.)?)?localhost\\.?");

  private BucketHost() {}

  /**
   * The path that path-style addressing would have.
   *
   * @param host the Host header; null if there is none
   * @param rawPath the path as sent
   */
  static String pathStyle(@Nullable String host, String rawPath) {
    String bucket = bucket(host);
    return bucket == null ? rawPath : "/" + bucket + rawPath;
  }

  /** The bucket that a host names; null if it names none. */
  static @Nullable String bucket(@Nullable String host) {
    if (host == null) {
      return null;
    }
    Matcher matcher = HOST.matcher(PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst(""));
    return matcher.matches() ? matcher.group(1) : null;
  }
}
