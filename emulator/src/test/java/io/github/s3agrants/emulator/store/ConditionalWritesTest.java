package io.github.s3agrants.emulator.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of writers that see the same object, one succeeds. */
final class ConditionalWritesTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 300;

  private final Bucket bucket = new Bucket("lake", new VersionIds(), new PropertiesPool());

  @ParameterizedTest
  @EnumSource
  void one_of_all_that_want_it_absent(Versioning versioning) throws Exception {
    bucket.versioning(versioning);
    CyclicBarrier barrier = new CyclicBarrier(THREADS);
    assertThat(
            sum(
                thread ->
                    () -> {
                      int won = 0;
                      for (int round = 0; round < ROUNDS; round++) {
                        int unused = barrier.await(10, TimeUnit.SECONDS);
                        won += put("k" + round, thread, new WriteCondition(null, true)) ? 1 : 0;
                      }
                      return won;
                    }))
        .isEqualTo(ROUNDS);
  }

  @ParameterizedTest
  @EnumSource
  void no_increment_is_lost(Versioning versioning) throws Exception {
    bucket.versioning(versioning);
    assertThat(put("n", 0, WriteCondition.NONE)).isTrue();
    int done =
        sum(
            thread ->
                () -> {
                  for (int i = 0; i < ROUNDS; i++) {
                    ETag seen;
                    do {
                      seen = bucket.read("n", null).object().eTag();
                    } while (!put("n", seen.low() + 1, new WriteCondition(seen.value(), false)));
                  }
                  return ROUNDS;
                });
    assertThat(bucket.read("n", null).object().eTag().low()).isEqualTo(done);
  }

  private boolean put(String key, long number, WriteCondition condition) throws AwsException {
    StoredObject object =
        StoredObject.of(Content.empty(), new ETag(0, number, 0), ObjectProperties.NONE, null);
    try {
      var unused = bucket.put(key, object, condition);
      return true;
    } catch (AwsException e) {
      assertThat(e.error()).isEqualTo(AwsError.PRECONDITION_FAILED);
      return false;
    }
  }

  private interface Work {
    Callable<Integer> of(int thread);
  }

  private static int sum(Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> started = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        started.add(threads.submit(work.of(thread)));
      }
      int sum = 0;
      for (Future<Integer> future : started) {
        sum += future.get(60, TimeUnit.SECONDS);
      }
      return sum;
    } finally {
      threads.shutdownNow();
    }
  }
}
