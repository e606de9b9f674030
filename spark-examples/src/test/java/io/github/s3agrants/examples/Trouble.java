package io.github.s3agrants.examples;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * SQL functions that return their argument, but fail in the middle of the second task's output.
 * They need a {@code local} master, whose tasks run in this JVM.
 */
final class Trouble {

  /** What the failing task throws. */
  static final class Planned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Planned() {
      super("as planned");
    }
  }

  /** The stages in which at least one task has succeeded and so has committed. */
  private static final class Successes extends SparkListener {
    private final Set<Integer> stages = new HashSet<>();

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.taskInfo().successful()) {
        stages.add(end.stageId());
        notifyAll();
      }
    }

    synchronized void await(int stage) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!stages.contains(stage)) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new IllegalStateException("No task of stage " + stage + " has succeeded");
        }
        wait(left);
      }
    }
  }

  private static final Successes SUCCESSES = new Successes();
  private static final long FATAL_ID = 6;

  private Trouble() {}

  static void listen(SparkSession spark) {
    spark.sparkContext().addSparkListener(SUCCESSES);
  }

  /**
   * Registers {@code fail_once}, which fails in the first attempt, and {@code fail_always}, which
   * waits until the other task has succeeded and then fails in every attempt.
   */
  static void register(SparkSession session) {
    UDF1<Long, Long> once = Trouble::once;
    UDF1<Long, Long> always = Trouble::always;
    session.udf().register("fail_once", once, DataTypes.LongType);
    session.udf().register("fail_always", always, DataTypes.LongType);
  }

  private static Long once(Long id) {
    if (id == FATAL_ID && TaskContext.get().attemptNumber() == 0) {
      throw new Planned();
    }
    return id;
  }

  private static Long always(Long id) throws InterruptedException {
    if (id == FATAL_ID) {
      SUCCESSES.await(TaskContext.get().stageId());
      throw new Planned();
    }
    return id;
  }
}
