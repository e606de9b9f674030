package io.github.s3agrants.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An S3 client of one {@link Side}.
 *
 * @param s3 the client
 * @param rest the resource to close after the client
 */
record Session(S3Client s3, Closeable rest) implements Closeable {
  @Override
  public void close() throws IOException {
    try (rest) {
      s3.close();
    }
  }
}
