package io.github.s3agrants.emulator.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Completing uploads: at the same time, and with what the client expects. */
final class CompletedUploadsTest {
  private static final int THREADS = 3;
  private static final int ROUNDS = 300;
  private static final byte[] CONTENT = "123456789".getBytes(UTF_8);
  private static final ETag E_TAG = new ETag(1, 2, 0);
  private static final String CRC32 = "y/Q5Jg==";

  private final Bucket bucket = new Bucket("lake", new VersionIds(), new PropertiesPool());

  /** A client that got no answer in time sends the request again, maybe before the first ends. */
  @Test
  void all_who_complete_an_upload_get_the_same_object() throws Exception {
    bucket.versioning(Versioning.ENABLED);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Upload upload = upload(null);
        CyclicBarrier barrier = new CyclicBarrier(THREADS);
        List<Future<String>> started = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          started.add(
              threads.submit(
                  () -> {
                    int unused = barrier.await(10, TimeUnit.SECONDS);
                    return complete(upload, ExpectedObject.ANY).id();
                  }));
        }
        Set<String> written = new HashSet<>();
        for (Future<String> one : started) {
          written.add(one.get(10, TimeUnit.SECONDS));
        }
        assertThat(written).containsExactly(bucket.uploads().completed("k", upload.id()).id());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(bucket.listVersions(new ListQuery("", "", null, null, 1000)).entries())
        .hasSize(ROUNDS);
  }

  @Test
  void an_object_that_is_not_the_expected_one_is_not_written() throws Exception {
    for (boolean summed : new boolean[] {false, true}) {
      Upload upload = upload(summed ? ChecksumAlgorithm.CRC32 : null);
      refused(AwsError.INVALID_REQUEST, upload, new ExpectedObject(null, null, 8L));
      refused(
          AwsError.BAD_DIGEST,
          upload,
          new ExpectedObject(ChecksumAlgorithm.CRC32, "AAAAAA==", null));
      assertThat(bucket.has("k")).isFalse();
      complete(upload, new ExpectedObject(ChecksumAlgorithm.CRC32, CRC32, 9L));
      assertThat(bucket.has("k")).isTrue();
      bucket.delete("k", WriteCondition.NONE);
    }
  }

  private void refused(AwsError error, Upload upload, ExpectedObject expected) {
    assertThatExceptionOfType(AwsException.class)
        .isThrownBy(() -> complete(upload, expected))
        .satisfies(e -> assertThat(e.error()).isEqualTo(error));
  }

  private Upload upload(@Nullable ChecksumAlgorithm algorithm) throws AwsException {
    Upload upload =
        bucket.uploads().create("k", ObjectProperties.NONE, algorithm, ChecksumType.FULL_OBJECT);
    upload.put(new StoredPart(1, Content.of(CONTENT), E_TAG, null, Instant.EPOCH));
    return upload;
  }

  private ObjectVersion complete(Upload upload, ExpectedObject expected) throws AwsException {
    return bucket
        .uploads()
        .complete(
            upload, List.of(new NamedPart(1, E_TAG.value(), null)), expected, WriteCondition.NONE);
  }
}
