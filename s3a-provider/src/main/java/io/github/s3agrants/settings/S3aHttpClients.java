package io.github.s3agrants.settings;

import io.github.s3agrants.credentials.NetworkSettings;
import org.apache.hadoop.fs.s3a.impl.AWSClientConfig;
import software.amazon.awssdk.http.SdkHttpClient;

/** The library's HTTP clients where S3A itself uses version 2 of the AWS SDK. */
public final class S3aHttpClients {
  private S3aHttpClients() {}

  /** See {@link S3aNetwork#newClient}. */
  public static SdkHttpClient create(NetworkSettings network, int maxConnections) {
    return S3aNetwork.newClient(network, maxConnections, AWSClientConfig::createHttpClientBuilder);
  }
}
