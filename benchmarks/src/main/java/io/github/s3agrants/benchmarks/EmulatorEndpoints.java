package io.github.s3agrants.benchmarks;

import io.github.s3agrants.testkit.EmulatorClients;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The URLs of the emulator's services.
 *
 * @param s3 for S3 clients
 * @param control for S3 Control clients
 * @param sts for STS clients
 */
record EmulatorEndpoints(URI s3, URI control, URI sts) {
  private static final int UPLOADERS = 8;

  /** Puts small objects with the administrator's base credentials. */
  void upload(List<String> keys) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(UPLOADERS);
    try (Session admin =
        Side.PLAIN.open(this, EmulatorClients.credentials(BenchmarkPrincipals.ADMIN))) {
      List<Future<?>> puts = new ArrayList<>();
      for (String key : keys) {
        puts.add(
            threads.submit(
                () ->
                    admin
                        .s3()
                        .putObject(
                            r -> r.bucket(BenchmarkPrincipals.BUCKET).key(key),
                            RequestBody.fromString(key))));
      }
      for (Future<?> put : puts) {
        put.get();
      }
    } finally {
      threads.shutdown();
    }
  }
}
