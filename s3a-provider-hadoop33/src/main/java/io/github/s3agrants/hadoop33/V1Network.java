package io.github.s3agrants.hadoop33;

import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.runtime.SdkClients;
import io.github.s3agrants.settings.S3aNetwork;
import java.time.Clock;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/**
 * The clients that call Access Grants, which are of version 2 of the AWS SDK: version 1 of Hadoop
 * 3.3 (1.11.1026 to 1.12.367) has no GetDataAccess. Proxy and timeouts are S3A's. Its options for
 * TLS are not applied: S3A of Hadoop 3.3 can give them only to clients of version 1.
 */
final class V1Network {
  private V1Network() {}

  /** Creates a client of the services that logs outages. */
  static AccessGrantsClient createClient(Clock clock) {
    return SdkClients.create(
        clock,
        (network, maxConnections) ->
            S3aNetwork.newClient(network, maxConnections, conf -> ApacheHttpClient.builder()));
  }
}
