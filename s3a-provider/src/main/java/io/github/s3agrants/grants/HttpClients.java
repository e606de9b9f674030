package io.github.s3agrants.grants;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * The connections that one kind of question takes: an HTTP client for each network that file
 * systems were told to use, made when it is first needed. There are as many as there are distinct
 * settings. Thread-safe.
 */
public final class HttpClients implements AutoCloseable {
  private final Function<NetworkSettings, SdkHttpClient> factory;
  private final Map<NetworkSettings, SdkHttpClient> clients = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * No client yet.
   *
   * @param factory makes a client with connections of its own; may throw
   */
  public HttpClients(Function<NetworkSettings, SdkHttpClient> factory) {
    this.factory = factory;
  }

  /**
   * The client of a network, not to be closed by whoever uses it.
   *
   * @throws GrantException if all have been closed
   */
  SdkHttpClient get(NetworkSettings network) {
    SdkHttpClient client = clients.computeIfAbsent(network, factory);
    if (closed) {
      // It may have been made after the others were closed.
      close();
      throw GrantException.closed(null);
    }
    return client;
  }

  @Override
  public void close() {
    closed = true;
    clients.values().forEach(SdkHttpClient::close);
    clients.clear();
  }
}
