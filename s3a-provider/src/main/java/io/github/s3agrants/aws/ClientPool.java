package io.github.s3agrants.aws;

import io.github.s3agrants.credentials.AccessGrantsException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** One client per key, created when it is first needed. Thread-safe. */
final class ClientPool<K, C extends SdkAutoCloseable> implements SdkAutoCloseable {
  private final Function<K, C> factory;
  private final Map<K, C> clients = new ConcurrentHashMap<>();
  private volatile boolean closed;

  ClientPool(Function<K, C> factory) {
    this.factory = factory;
  }

  /**
   * Returns the client of a key.
   *
   * @throws AccessGrantsException if the pool is closed
   */
  C get(K key) {
    C client = clients.computeIfAbsent(key, factory);
    if (closed) {
      // The client may have been created after the others were closed.
      close();
      throw AccessGrantsException.closed(null);
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
