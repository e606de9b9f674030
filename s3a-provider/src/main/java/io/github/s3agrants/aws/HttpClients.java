package io.github.s3agrants.aws;

import io.github.s3agrants.credentials.NetworkSettings;
import java.util.function.Function;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * The HTTP clients for one kind of call: one for each distinct network setting of the file systems,
 * created when it is first needed. Thread-safe.
 */
public final class HttpClients implements AutoCloseable {
  private final ClientPool<NetworkSettings, SdkHttpClient> clients;

  /**
   * Creates a pool without clients.
   *
   * @param factory creates a client with its own connections; may throw
   */
  public HttpClients(Function<NetworkSettings, SdkHttpClient> factory) {
    this.clients = new ClientPool<>(factory);
  }

  /**
   * Returns the client of a network. The caller must not close it.
   *
   * @throws AccessGrantsException if the pool is closed
   */
  SdkHttpClient get(NetworkSettings network) {
    return clients.get(network);
  }

  @Override
  public void close() {
    clients.close();
  }
}
