package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.KnownGrants;
import io.github.s3agrants.vending.concurrent.Futures;
import io.github.s3agrants.vending.discovery.Discovery;
import io.github.s3agrants.vending.discovery.GrantDirectory;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What is known of the grants of the callers of requests. Thread-safe; never blocks. */
final class CallerGrants {
  private final GrantsClient client;
  private final Statistics statistics;
  private final GrantDirectory directory;

  /**
   * Knows nothing yet.
   *
   * @param client reads the grants
   * @param clock measures how long they are known
   */
  CallerGrants(GrantsClient client, Statistics statistics, Clock clock) {
    this.client = client;
    this.statistics = statistics;
    this.directory = new GrantDirectory(clock, new DiscoveryLog(statistics));
  }

  /**
   * The grants of the caller of a request, which are read if need be; empty if they are not known.
   * Fails with what no call of the request would get past.
   */
  CompletableFuture<Optional<KnownGrants>> of(VendRequest request, Discovery discovery) {
    if (!discovery.isOn()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return client
        .locate(request)
        .whenComplete(
            (found, failure) -> {
              if (failure != null) {
                statistics.failed(Futures.asAccessGrantsException(failure).kind());
              }
            })
        .thenCompose(
            found ->
                directory.grants(
                    request.ownerBucket(),
                    discovery,
                    token -> client.callerGrants(request, token)));
  }

  /** The grants of the caller of a request, if they are known now. Reads nothing. */
  Optional<KnownGrants> known(VendRequest request, Discovery discovery) {
    return directory.known(request.ownerBucket(), discovery);
  }

  /** How much longer the grants of the caller of a request stay unknown. */
  Duration unknownFor(VendRequest request, Discovery discovery) {
    return directory.unknownFor(request.ownerBucket(), discovery);
  }

  /** The known grants of the caller of a request turned out to be out of date. */
  void outdated(VendRequest request) {
    directory.outdated(request.ownerBucket());
  }

  /** Forgets all grants. */
  void clear() {
    directory.clear();
  }
}
