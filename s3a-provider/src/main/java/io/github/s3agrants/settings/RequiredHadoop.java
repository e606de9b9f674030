package io.github.s3agrants.settings;

import static java.util.Objects.requireNonNull;

import org.apache.hadoop.fs.s3a.impl.AWSClientConfig;
import org.apache.hadoop.util.VersionInfo;

/**
 * Says that S3A is too old. S3A of Hadoop 3.3 is made for version 1 of the AWS SDK: it finds this
 * library's class, and then says only that the class "does not implement AWSCredentialsProvider".
 * It initializes the class before that.
 */
public final class RequiredHadoop {
  private RequiredHadoop() {}

  /**
   * For the static initializer of the class that S3A creates first.
   *
   * @throws LinkageError if S3A is not that of Hadoop 3.4 or later; some builds of other version
   *     numbers have it
   */
  public static void check() {
    try {
      requireNonNull(AWSClientConfig.class, "S3A");
    } catch (NoClassDefFoundError e) {
      LinkageError old =
          new LinkageError(
              String.format(
                  "s3a-access-grants needs S3A of Hadoop 3.4 or later, which uses version 2 of the"
                      + " AWS SDK. On the class path is Hadoop %s. For 3.3.2 to 3.3.6 there is another"
                      + " jar, s3a-access-grants-hadoop33.",
                  VersionInfo.getVersion()));
      old.initCause(e);
      throw old;
    }
  }
}
