package io.github.s3agrants.settings;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.S3AUtils;
import org.apache.hadoop.security.ProviderUtils;
import org.apache.hadoop.security.alias.CredentialProviderFactory;

/** Applies the options of a bucket to a configuration, as S3A does when it opens a file system. */
public final class BucketOptions {
  private BucketOptions() {}

  /**
   * Returns the configuration of a bucket's file system ({@code S3AFileSystem.initialize}).
   *
   * @param conf what the file system would be opened with; not changed
   * @throws IOException if the credential providers of Hadoop cannot be read
   */
  public static Configuration apply(Configuration conf, URI fsUri) throws IOException {
    Configuration applied =
        ProviderUtils.excludeIncompatibleCredentialProviders(
            S3AUtils.propagateBucketOptions(conf, fsUri.getHost()), S3AFileSystem.class);
    List<String> providers =
        new ArrayList<>(
            applied.getStringCollection(Constants.S3A_SECURITY_CREDENTIAL_PROVIDER_PATH));
    if (!providers.isEmpty()) {
      providers.addAll(
          applied.getStringCollection(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH));
      applied.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, String.join(",", providers));
    }
    return applied;
  }
}
