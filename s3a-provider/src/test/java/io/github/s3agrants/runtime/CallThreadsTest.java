package io.github.s3agrants.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link CallThreads}: the maximum, the reuse of idle threads, and the shutdown. */
class CallThreadsTest {
  private final CallThreads threads = new CallThreads(4, 30, new DaemonThreads("test-calls-"));

  @AfterEach
  void stop() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void there_are_no_more_than_the_maximum_and_the_rest_waits() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<Future<String>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(
          threads.submit(
              () -> {
                go.await();
                return Thread.currentThread().getName();
              }));
    }
    assertThat(threads.getPoolSize()).isEqualTo(4);
    go.countDown();
    Set<String> names = new HashSet<>();
    for (Future<String> call : calls) {
      names.add(call.get());
    }
    assertThat(names).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void an_idle_thread_is_taken_before_another_is_made() throws Exception {
    threads.submit(() -> {}).get();
    while (firstThread().getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 3; i++) {
      threads.submit(() -> {}).get();
      while (firstThread().getState() == Thread.State.RUNNABLE) {
        Thread.onSpinWait();
      }
    }
    assertThat(threads.getLargestPoolSize()).isEqualTo(1);
  }

  private static Thread firstThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("test-calls-1"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void after_the_shutdown_nothing_is_taken_and_what_waited_is_given_back() {
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < 6; i++) {
      threads.execute(
          () -> {
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    assertThat(threads.shutdownNow()).hasSize(2);
    assertThrows(RejectedExecutionException.class, () -> threads.execute(() -> {}));
  }
}
