package io.github.s3agrants.runtime;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread pool for calls that block. It creates a thread only if none is idle, up to a maximum;
 * beyond that, tasks wait in a queue. Idle threads end. Thread-safe.
 */
final class CallThreads extends ThreadPoolExecutor {
  /**
   * Creates a pool without threads.
   *
   * @param maximum the maximum number of threads
   * @param keepAliveSeconds the time after which an idle thread ends
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

  /** Queues a task because all threads are busy, or rejects it because the pool is shut down. */
  private void enqueue(Runnable task) {
    if (isShutdown()) {
      throw closed();
    }
    ((IdleFirst) getQueue()).put(task);
    // A task that is no longer in the queue has been taken by a thread or the shutdown, and runs.
    if (isShutdown() && remove(task)) {
      throw closed();
    }
    // The last thread may have ended meanwhile: execute creates another.
    if (getPoolSize() == 0 && remove(task)) {
      execute(task);
    }
  }

  private static RejectedExecutionException closed() {
    return new RejectedExecutionException("The file system is being closed.");
  }

  /**
   * A queue that accepts an offered task only if an idle thread takes it at once. Otherwise the
   * pool creates a thread.
   */
  private static final class IdleFirst extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }
  }
}
