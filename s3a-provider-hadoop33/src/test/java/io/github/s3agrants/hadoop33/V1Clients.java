package io.github.s3agrants.hadoop33;

import com.amazonaws.services.s3.AmazonS3;
import org.apache.hadoop.fs.s3a.S3AFileSystem;

/** The client of a file system, as S3A's own tests get it. */
final class V1Clients {
  private V1Clients() {}

  static AmazonS3 of(S3AFileSystem fs) {
    return fs.getAmazonS3ClientForTesting("test");
  }
}
