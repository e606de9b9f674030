package io.github.s3agrants.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.NetworkSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * {@link HttpClients} shares one connection pool among equal network settings, and only among
 * those.
 */
class HttpClientsTest {
  private static final List<NetworkSettings> NETWORKS =
      List.of(
          NetworkSettings.DEFAULT,
          NetworkSettings.builder().proxy(URI.create("http://proxy:80")).build(),
          NetworkSettings.builder().userAgent(Optional.of("agent")).build());

  @Test
  void connections_are_shared_only_on_the_same_network() {
    List<SdkHttpClient> made = new ArrayList<>();
    HttpClients clients =
        new HttpClients(
            network -> {
              SdkHttpClient client = new ClosedOnce();
              made.add(client);
              return client;
            });
    for (int i = 0; i < 2; i++) {
      NETWORKS.forEach(clients::get);
    }
    assertThat(made).hasSameSizeAs(NETWORKS);
    clients.close();
    assertThat(assertThrows(AccessGrantsException.class, () -> clients.get(NETWORKS.get(0))).kind())
        .isEqualTo(AccessGrantsException.Kind.CLOSED);
    assertThat(made).allMatch(client -> ((ClosedOnce) client).closed);
  }

  private static final class ClosedOnce implements SdkHttpClient {
    boolean closed;

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      assertThat(closed).isFalse();
      closed = true;
    }
  }
}
