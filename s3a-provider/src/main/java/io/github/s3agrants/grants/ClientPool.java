package io.github.s3agrants.grants;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** One SDK client per Region and endpoint, made when it is first needed. Thread-safe. */
final class ClientPool<C extends SdkAutoCloseable> implements SdkAutoCloseable {
  private final BiFunction<Region, Optional<URI>, C> factory;
  private final Map<List<Object>, C> clients = new ConcurrentHashMap<>();
  private volatile boolean closed;

  ClientPool(BiFunction<Region, Optional<URI>, C> factory) {
    this.factory = factory;
  }

  /**
   * The client.
   *
   * @throws GrantException if the pool has been closed
   */
  C get(String region, Optional<URI> endpoint) {
    C client =
        clients.computeIfAbsent(
            List.of(region, endpoint), key -> factory.apply(Region.of(region), endpoint));
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
