package io.github.s3agrants.spark;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AWS credentials in the driver's environment. Spark copies them into the driver's Hadoop
 * configuration, and sends that to executors with each job.
 */
final class EnvironmentCredentials {
  private static final Logger LOG = LoggerFactory.getLogger(EnvironmentCredentials.class);

  /** What Spark sets from each variable. */
  private static final Map<String, List<String>> COPIES =
      Map.of(
          "AWS_ACCESS_KEY_ID",
          List.of("fs.s3a.access.key", "fs.s3.awsAccessKeyId", "fs.s3n.awsAccessKeyId"),
          "AWS_SECRET_ACCESS_KEY",
          List.of("fs.s3a.secret.key", "fs.s3.awsSecretAccessKey", "fs.s3n.awsSecretAccessKey"),
          "AWS_SESSION_TOKEN",
          List.of("fs.s3a.session.token"));

  /** S3A's providers that look nowhere else; its default chain has one for the environment too. */
  private static final List<String> READ_COPIES_ONLY =
      List.of("SimpleAWSCredentialsProvider", "TemporaryAWSCredentialsProvider");

  private EnvironmentCredentials() {}

  /**
   * Removes the copies, so that executors do not get them. Keys that have another value than the
   * variable were set by the user, and stay.
   */
  static void removeCopies(Configuration conf, Map<String, String> environment) {
    if (readsCopiesOnly(conf)) {
      LOG.warn(
          "Executors get the caller's own credentials from the driver's environment, because"
              + " fs.s3a.accessgrants.credentials.provider names a provider that reads them from"
              + " the configuration. Name"
              + " software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider,"
              + " and they stay on the driver.");
      return;
    }
    COPIES.forEach(
        (variable, keys) -> {
          String value = environment.get(variable);
          for (String key : keys) {
            if (value != null && value.equals(conf.getRaw(key))) {
              conf.unset(key);
            }
          }
        });
  }

  private static boolean readsCopiesOnly(Configuration conf) {
    for (Map.Entry<String, String> option : conf) {
      if (option.getKey().startsWith("fs.s3a.")
          && option.getKey().endsWith("accessgrants.credentials.provider")
          && READ_COPIES_ONLY.stream().anyMatch(option.getValue()::contains)) {
        return true;
      }
    }
    return false;
  }
}
