package io.github.s3agrants.access;

import io.github.s3agrants.access.UngrantableException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a grant can be made on the bucket that a request names. Grants are made on general
 * purpose buckets, by their own names. Everything else has a reserved suffix or is an ARN; see <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">General
 * purpose bucket naming rules</a>.
 */
public final class BucketName {
  private static final String DIRECTORY_BUCKET = "--x-s3";

  private BucketName() {}

  /**
   * Requires a bucket that a grant can be made on.
   *
   * @return the bucket
   * @throws UngrantableException if it is an access point, an alias of one, a directory bucket, or
   *     not a bucket name; the message says what to do instead
   */
  public static String requireGrantable(@Nullable String bucket) throws UngrantableException {
    if (bucket == null || bucket.isEmpty()) {
      throw new UngrantableException(Reason.BAD_REQUEST, "The request names no bucket.");
    }
    if (isAccessPoint(bucket)) {
      throw new UngrantableException(
          Reason.ACCESS_POINT,
          bucket
              + " is an access point, and S3 Access Grants covers buckets only. Needed: the name of"
              + " the bucket behind it in its place, and a grant on that.");
    }
    if (bucket.endsWith(DIRECTORY_BUCKET)) {
      throw directoryBucket(bucket);
    }
    for (int i = 0; i < bucket.length(); i++) {
      char c = bucket.charAt(i);
      if (c <= ' ' || c == '/' || c == '*' || c == '?' || c == '#' || c > '~') {
        throw new UngrantableException(
            Reason.BAD_REQUEST, "The bucket's name has a character that no bucket has.");
      }
    }
    return bucket;
  }

  /** The exception for a directory bucket, on which no grant can be made. */
  public static UngrantableException directoryBucket(@Nullable String bucket) {
    return new UngrantableException(
        Reason.DIRECTORY_BUCKET,
        bucket
            + " is a directory bucket (S3 Express One Zone), and S3 Access Grants covers general"
            + " purpose buckets only. Needed: a bucket of that kind.");
  }

  /** True for ARNs of access points, Outposts and Object Lambda, and for aliases of these. */
  private static boolean isAccessPoint(String bucket) {
    return bucket.startsWith("arn:")
        || bucket.endsWith("-s3alias")
        || bucket.endsWith("--op-s3")
        || bucket.endsWith("--ol-s3")
        || bucket.endsWith("--xa-s3")
        || bucket.endsWith(".mrap");
  }
}
