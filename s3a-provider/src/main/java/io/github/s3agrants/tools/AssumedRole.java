package io.github.s3agrants.tools;

import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.settings.BucketOptions;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider;

/** Makes the caller's own credentials those of a role, which the credentials so far assume. */
final class AssumedRole {
  private static final String S3A = "fs.s3a.";
  private static final String HTTPS = "https://";

  private final Configuration applied;
  private final Configuration conf;
  private final String bucket;

  private AssumedRole(Configuration applied, Configuration conf, String bucket) {
    this.applied = applied;
    this.conf = conf;
    this.bucket = bucket;
  }

  /**
   * Sets the options of a role for the bucket, where they come before those of all buckets.
   *
   * @param conf changed
   */
  static void set(String role, Target target, Configuration conf) throws IOException {
    new AssumedRole(BucketOptions.apply(conf, target.fileSystem()), conf, target.bucket())
        .set(role);
  }

  private void set(String role) {
    String provider = AccessGrantsSettings.CREDENTIALS_PROVIDER.key();
    copy(provider, Constants.ASSUMED_ROLE_CREDENTIALS_PROVIDER);
    set(provider, AssumedRoleCredentialProvider.NAME);
    set(Constants.ASSUMED_ROLE_ARN, role);
    String sts = applied.getTrimmed(AccessGrantsSettings.STS_ENDPOINT.key(), "");
    // S3A takes a host, and calls it over HTTPS.
    if (sts.startsWith(HTTPS)
        && applied.getTrimmed(Constants.ASSUMED_ROLE_STS_ENDPOINT, "").isEmpty()) {
      set(Constants.ASSUMED_ROLE_STS_ENDPOINT, sts.substring(HTTPS.length()));
      copy(Constants.AWS_REGION, Constants.ASSUMED_ROLE_STS_ENDPOINT_REGION);
    }
  }

  private void copy(String from, String to) {
    String value = applied.getTrimmed(from, "");
    if (!value.isEmpty()) {
      set(to, value);
    }
  }

  private void set(String key, String value) {
    conf.set("fs.s3a.bucket." + bucket + "." + key.substring(S3A.length()), value, "--as");
  }
}
