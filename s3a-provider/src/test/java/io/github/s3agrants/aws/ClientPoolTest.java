package io.github.s3agrants.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AwsEndpoints;
import io.github.s3agrants.credentials.NetworkSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** {@link ClientPool} makes one SDK client per Region, and leaves none open after its close. */
class ClientPoolTest {
  private final List<Client> made = new ArrayList<>();
  private final ClientPool<ClientKey, Client> pool =
      new ClientPool<>(
          key -> {
            Client client = new Client();
            made.add(client);
            return client;
          });

  private static final class Client implements SdkAutoCloseable {
    boolean closed;

    @Override
    public void close() {
      closed = true;
    }
  }

  private static ClientKey key(String region) {
    return new ClientKey(region, Optional.empty(), AwsEndpoints.DEFAULT, NetworkSettings.DEFAULT);
  }

  @Test
  void makes_one_client_for_each_region() {
    Client client = pool.get(key("us-east-1"));
    assertThat(pool.get(key("us-east-1"))).isSameAs(client);
    assertThat(pool.get(key("eu-central-1"))).isNotSameAs(client);
    pool.close();
    assertThat(made).hasSize(2).allMatch(each -> each.closed);
  }

  @Test
  void leaves_no_client_open_that_is_asked_for_too_late() {
    pool.close();
    AccessGrantsException refused =
        assertThrows(AccessGrantsException.class, () -> pool.get(key("us-east-1")));
    assertThat(refused.kind()).isEqualTo(AccessGrantsException.Kind.CLOSED);
    assertThat(made).hasSize(1).allMatch(each -> each.closed);
  }
}
