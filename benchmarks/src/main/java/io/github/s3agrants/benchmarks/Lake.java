package io.github.s3agrants.benchmarks;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Where the services are.
 *
 * @param s3 for S3 clients
 * @param control for S3 Control clients
 * @param sts for STS clients
 */
record Lake(URI s3, URI control, URI sts) {
  private static final int UPLOADERS = 8;

  /** Puts small objects as the administrator, past all grants. */
  void upload(List<String> keys) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(UPLOADERS);
    try (Session admin =
        Side.PLAIN.open(this, StaticCredentialsProvider.create(Cast.credentials(Cast.ADMIN)))) {
      List<Future<?>> puts = new ArrayList<>();
      for (String key : keys) {
        puts.add(
            threads.submit(
                () ->
                    admin
                        .s3()
                        .putObject(
                            r -> r.bucket(Cast.BUCKET).key(key), RequestBody.fromString(key))));
      }
      for (Future<?> put : puts) {
        put.get();
      }
    } finally {
      threads.shutdown();
    }
  }
}
