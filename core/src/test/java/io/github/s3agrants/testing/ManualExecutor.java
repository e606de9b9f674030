package io.github.s3agrants.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs tasks only when a test says so. A queued task is a call under way. */
public final class ManualExecutor implements Executor {
  private final Deque<Runnable> tasks = new ArrayDeque<>();

  @Override
  public synchronized void execute(Runnable task) {
    tasks.add(task);
  }

  public synchronized int queued() {
    return tasks.size();
  }

  /** Runs the tasks that are queued now, but not those that they queue. */
  public void runQueued() {
    for (int i = queued(); i > 0; i--) {
      next().run();
    }
  }

  public void runNext() {
    next().run();
  }

  public void runAll() {
    while (queued() > 0) {
      next().run();
    }
  }

  private synchronized Runnable next() {
    return tasks.remove();
  }
}
