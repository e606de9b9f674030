package io.github.s3agrants.emulator.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestLake;
import io.github.s3agrants.testkit.TestPrincipals;
import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3control.S3ControlClient;

/**
 * The control port as an HTTP proxy for its own clients. It serves clients that cannot resolve the
 * host name with the account ID: here, no name resolves at all.
 */
final class OwnProxyTest {
  @Test
  void answers_for_every_name() throws Exception {
    try (AccessGrantsEmulator emulator = TestLake.withoutInstance().start();
        SdkHttpClient http =
            ApacheHttpClient.builder()
                .proxyConfiguration(
                    ProxyConfiguration.builder()
                        .endpoint(emulator.endpoints().s3Control())
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariableValues(false)
                        .build())
                .build();
        S3ControlClient control =
            S3ControlClient.builder()
                .endpointOverride(URI.create("http://s3-control.invalid"))
                .region(Region.US_EAST_1)
                .credentialsProvider(EmulatorClients.credentials(TestPrincipals.ADMIN))
                .httpClient(http)
                .build()) {
      assertThat(
              control
                  .createAccessGrantsInstance(r -> r.accountId(TestPrincipals.ACCOUNT))
                  .accessGrantsInstanceId())
          .isEqualTo("default");
      assertThat(
              control.listAccessGrants(r -> r.accountId(TestPrincipals.ACCOUNT)).accessGrantsList())
          .isEmpty();
    }
  }
}
