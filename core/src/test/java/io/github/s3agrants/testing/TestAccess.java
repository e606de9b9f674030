package io.github.s3agrants.testing;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.CopySource;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.UngrantableException;
import java.util.List;

/** The accesses of requests with valid buckets and keys. */
public final class TestAccess {
  private TestAccess() {}

  public static Access get(String bucket, String key) {
    return checked(() -> Access.object("GetObject", Permission.READ, bucket, key));
  }

  public static Access head(String bucket, String key) {
    return checked(() -> Access.head("HeadObject", bucket, key));
  }

  public static Access put(String bucket, String key) {
    return checked(() -> Access.object("PutObject", Permission.WRITE, bucket, key));
  }

  public static Access createUpload(String bucket, String key) {
    return checked(() -> Access.object("CreateMultipartUpload", Permission.WRITE, bucket, key));
  }

  public static Access list(String bucket, String prefix) {
    return checked(() -> Access.list("ListObjectsV2", bucket, prefix, null, null));
  }

  /** The list with which S3A checks whether a directory exists. */
  public static Access probe(String bucket, String prefix) {
    return checked(() -> Access.list("ListObjectsV2", bucket, prefix, "/", 2));
  }

  public static Access copy(String bucket, String source, String destination) {
    return checked(
        () -> Access.copy("CopyObject", CopySource.of(bucket, source, null), bucket, destination));
  }

  public static Access delete(String bucket, List<String> keys) {
    return checked(() -> Access.delete("DeleteObjects", bucket, keys));
  }

  private interface Factory {
    Access make() throws UngrantableException;
  }

  private static Access checked(Factory factory) {
    try {
      return factory.make();
    } catch (UngrantableException e) {
      throw new AssertionError(e);
    }
  }
}
