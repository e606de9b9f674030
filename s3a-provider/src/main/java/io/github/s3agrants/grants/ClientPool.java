package io.github.s3agrants.grants;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** One SDK client of a service per key, made when it is first needed. Thread-safe. */
final class ClientPool<C extends SdkAutoCloseable> implements SdkAutoCloseable {
  private final Function<ClientKey, C> factory;
  private final Map<ClientKey, C> clients = new ConcurrentHashMap<>();
  private volatile boolean closed;

  ClientPool(Function<ClientKey, C> factory) {
    this.factory = factory;
  }

  /**
   * The client.
   *
   * @throws GrantException if the pool has been closed
   */
  C get(ClientKey key) {
    C client = clients.computeIfAbsent(key, factory);
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
    clients.values().forEach(SdkAutoCloseable::close);
    clients.clear();
  }
}
