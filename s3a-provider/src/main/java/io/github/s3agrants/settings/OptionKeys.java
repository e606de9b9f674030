package io.github.s3agrants.settings;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Finds the key under which an option was set. S3A copies {@code fs.s3a.bucket.B.x} to {@code
 * fs.s3a.x} before the option is read, and records this in the source of the property ({@code
 * S3AUtils.propagateBucketOptions}).
 */
public final class OptionKeys {
  private static final String S3A = "fs.s3a.";
  private static final String BUCKET = S3A + "bucket.";

  /** The text that S3A writes between the key of the bucket and the source of that key. */
  private static final String VIA = " via ";

  private OptionKeys() {}

  /**
   * Returns the key to show to a user: the key of the bucket if the value comes from there, else
   * the option's own.
   *
   * @param key {@code fs.s3a.…}
   */
  public static String asSet(Configuration conf, String key) {
    return ofBucket(conf, key).orElse(key);
  }

  /**
   * Returns the key of another option, to be set in the same place as {@code key}: for the same
   * bucket if {@code key} was set for a bucket; else for a bucket {@code B}, to be replaced by the
   * user.
   */
  public static String besideIt(Configuration conf, String key, String other) {
    String bucket =
        ofBucket(conf, key)
            .map(set -> set.substring(0, set.length() - suffix(key).length()))
            .orElse(BUCKET + "B.");
    return bucket + suffix(other);
  }

  private static Optional<String> ofBucket(Configuration conf, String key) {
    String[] sources = conf.getPropertySources(key);
    String last = sources == null || sources.length == 0 ? "" : sources[sources.length - 1];
    int via = last.indexOf(VIA);
    String set = via < 0 ? "" : last.substring(0, via);
    return set.startsWith(BUCKET) && set.endsWith("." + suffix(key))
        ? Optional.of(set)
        : Optional.empty();
  }

  private static String suffix(String key) {
    return key.substring(S3A.length());
  }
}
