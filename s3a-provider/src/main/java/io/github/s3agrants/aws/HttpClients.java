package io.github.s3agrants.aws;

import io.github.s3agrants.credentials.NetworkSettings;
import java.util.function.Function;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * The connections that one kind of question takes: an HTTP client for each network that file
 * systems were told to use, made when it is first needed. There are as many as there are distinct
 * settings. Thread-safe.
 */
public final class HttpClients implements AutoCloseable {
  private final ClientPool<NetworkSettings, SdkHttpClient> clients;

  /**
   * No client yet.
   *
   * @param factory makes a client with connections of its own; may throw
   */
  public HttpClients(Function<NetworkSettings, SdkHttpClient> factory) {
    this.clients = new ClientPool<>(factory);
  }

  /**
   * The client of a network, not to be closed by whoever uses it.
   *
   * @throws AccessGrantsException if all have been closed
   */
  SdkHttpClient get(NetworkSettings network) {
    return clients.get(network);
  }

  @Override
  public void close() {
    clients.close();
  }
}
