package io.github.s3agrants.iceberg;

import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;

/** A client that closes its buckets with itself. Thread-safe. */
final class BucketsClient extends DelegatingS3Client {
  private final Buckets buckets;

  BucketsClient(S3Client client, Buckets buckets) {
    super(client);
    this.buckets = buckets;
  }

  @Override
  public void close() {
    super.close();
    buckets.close();
  }
}
