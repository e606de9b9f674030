package io.github.s3agrants.hadoop33;

import com.amazonaws.auth.AWSCredentialsProvider;
import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.settings.EntryPoints;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.auth.NoAuthWithAWSException;
import org.jspecify.annotations.Nullable;

/** What a set-up in Flink's S3 plugin must have. */
final class FlinkSetup {
  /**
   * The credentials provider of Flink's delegation tokens. Flink puts it before all providers that
   * are set, unless it is set itself. It has no credentials until Flink has obtained tokens, which
   * by default it does not do; S3A then asks the next provider.
   */
  static final String TOKENS =
      "org.apache.flink.fs.s3.common.token.DynamicTemporaryAWSCredentialsProvider";

  /** Flink's {@code s3.s5cmd.path}, in the name that Flink gives it in Hadoop's configuration. */
  private static final String S5CMD = "fs.s3a.s5cmd.path";

  private FlinkSetup() {}

  /** Refuses the tool with which Flink would download files past S3A. */
  static void requireNoS5cmd(Configuration conf) throws IOException {
    String path = conf.getTrimmed(S5CMD, "");
    if (!path.isEmpty()) {
      throw new IOException(
          String.format(
              "%s (s3.s5cmd.path in Flink) is \"%s\": Flink would copy files with s5cmd, past S3A,"
                  + " with the caller's own credentials. Allowed: not set.",
              S5CMD, path));
    }
  }

  /**
   * Refuses tokens that would come before this library's provider: the signer would refuse every
   * request.
   */
  static void requireNoTokensBefore(Configuration conf) throws IOException {
    String[] listed = conf.getTrimmedStrings(Constants.AWS_CREDENTIALS_PROVIDER);
    if (listed.length < 2 || !listed[0].equals(TOKENS) || !isSupplied(conf)) {
      return;
    }
    throw new IOException(
        String.format(
            "Flink has obtained delegation tokens for S3, and its %s comes before %s in %s. To call"
                + " Access Grants with the tokens, set that key to \"%s,%s\", and %s to \"%s\"."
                + " Or turn the tokens off: security.delegation.token.provider.s3-hadoop.enabled:"
                + " false.",
            TOKENS,
            EntryPoints.HADOOP33_PROVIDER,
            Constants.AWS_CREDENTIALS_PROVIDER,
            EntryPoints.HADOOP33_PROVIDER,
            TOKENS,
            AccessGrantsSettings.CREDENTIALS_PROVIDER.key(),
            TOKENS));
  }

  private static boolean isSupplied(Configuration conf) {
    @Nullable Class<?> type = conf.getClassByNameOrNull(TOKENS);
    if (type == null) {
      // S3A will say so.
      return false;
    }
    try {
      type.asSubclass(AWSCredentialsProvider.class).getConstructor().newInstance().getCredentials();
      return true;
    } catch (NoAuthWithAWSException e) {
      return false;
    } catch (ReflectiveOperationException e) {
      // Another Flink's; the signer refuses what it does not know.
      return false;
    }
  }
}
