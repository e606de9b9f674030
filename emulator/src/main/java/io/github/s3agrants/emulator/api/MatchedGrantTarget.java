package io.github.s3agrants.emulator.api;

/** How GetDataAccess writes a scope that is a prefix into {@code MatchedGrantTarget}. */
public enum MatchedGrantTarget {
  /** {@code s3://bucket/prefix*}, as in answers of the service that users have shown. */
  PLAIN,
  /**
   * {@code s3://bucket/prefix**}, as in the example of <a
   * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-credentials.html">the
   * user guide</a>: the target that was asked for, and one more {@code *}.
   */
  CONCATENATED
}
