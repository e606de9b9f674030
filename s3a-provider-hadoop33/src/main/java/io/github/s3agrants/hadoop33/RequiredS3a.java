package io.github.s3agrants.hadoop33;

import static java.util.Objects.requireNonNull;

import com.amazonaws.auth.AWSCredentialsProvider;
import org.apache.hadoop.fs.s3a.audit.AuditIntegration;
import org.apache.hadoop.util.VersionInfo;

/** Says that S3A is too old or too new for this door. */
final class RequiredS3a {
  private RequiredS3a() {}

  /**
   * For the static initializer of the class that S3A creates first.
   *
   * @throws LinkageError if S3A is not that of Hadoop 3.3.2 to 3.3.6; some builds of other version
   *     numbers have it
   */
  static void check() {
    try {
      requireNonNull(AWSCredentialsProvider.class, "SDK");
      requireNonNull(AuditIntegration.class, "S3A");
    } catch (NoClassDefFoundError e) {
      LinkageError old =
          new LinkageError(
              String.format(
                  "s3a-access-grants-hadoop33 needs S3A of Hadoop 3.3.2 to 3.3.6: earlier ones do not"
                      + " audit requests, so that nothing tells which operation sends one. On the"
                      + " class path is Hadoop %s. Use Hadoop 3.4 with s3a-access-grants; Spark's"
                      + " own jars can be exchanged (docs/spark-3.5.md).",
                  VersionInfo.getVersion()));
      old.initCause(e);
      throw old;
    }
  }
}
