package io.github.s3agrants.iceberg;

import io.github.s3agrants.runtime.DaemonThreads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * An asynchronous client that closes its buckets with itself. The first request for a bucket is
 * sent from a thread of its own, because its options may be in a store on the network, and the
 * caller may be an event loop. Thread-safe.
 */
final class BucketsAsyncClient extends DelegatingS3AsyncClient {
  private final Buckets buckets;
  private final ThreadFactory threads = new DaemonThreads("s3a-access-grants-iceberg-");

  BucketsAsyncClient(S3AsyncClient client, Buckets buckets) {
    super(client);
    this.buckets = buckets;
  }

  @Override
  protected <T extends S3Request, ReturnT> CompletableFuture<ReturnT> invokeOperation(
      T request, Function<T, CompletableFuture<ReturnT>> operation) {
    Optional<String> bucket = Buckets.nameIn(request).filter(name -> !buckets.isOpen(name));
    if (bucket.isEmpty()) {
      return operation.apply(request);
    }
    return CompletableFuture.supplyAsync(
            () -> buckets.get(bucket.get()), task -> threads.newThread(task).start())
        .thenCompose(opened -> operation.apply(request));
  }

  @Override
  public void close() {
    super.close();
    buckets.close();
  }
}
