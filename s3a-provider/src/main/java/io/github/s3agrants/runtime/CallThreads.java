package io.github.s3agrants.runtime;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for calls that block: another is made only if none is idle, up to a maximum; then tasks
 * wait. Idle ones end.
 */
final class CallThreads extends ThreadPoolExecutor {
  /**
   * A pool that has no thread yet.
   *
   * @param maximum how many threads there are at most
   * @param keepAliveSeconds after which an idle one ends
   */
  CallThreads(int maximum, long keepAliveSeconds, ThreadFactory threads) {
    super(
        0,
        maximum,
        keepAliveSeconds,
        TimeUnit.SECONDS,
        new IdleFirst(),
        threads,
        (task, pool) -> ((CallThreads) pool).enqueue(task));
  }

  /** All threads are busy, or the pool has been shut down. */
  private void enqueue(Runnable task) {
    if (isShutdown()) {
      throw closed();
    }
    ((IdleFirst) getQueue()).put(task);
    // What was taken out meanwhile is another's to run.
    if (isShutdown() && remove(task)) {
      throw closed();
    }
    if (getPoolSize() == 0 && remove(task)) {
      execute(task);
    }
  }

  private static RejectedExecutionException closed() {
    return new RejectedExecutionException("The file system is being closed.");
  }

  /** Offered to the pool's idle threads; if there is none, the pool shall make one. */
  private static final class IdleFirst extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }
  }
}
