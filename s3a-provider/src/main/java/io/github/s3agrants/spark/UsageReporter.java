package io.github.s3agrants.spark;

import io.github.s3agrants.application.UsageReport;
import io.github.s3agrants.credentials.Usage;
import io.github.s3agrants.runtime.DaemonThreads;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.PluginContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the driver what this executor has used, when tasks end and something has changed. Spark
 * tells of the end of a task before it tells the driver, so that the report is there first.
 * Thread-safe.
 */
final class UsageReporter implements Closeable {
  /** All executors together send fewer than this many reports a second. */
  private static final int PER_SECOND = 500;

  private static final long SHORTEST_MILLIS = 20;
  private static final long USUAL_MILLIS = 200;
  private static final long LONGEST_MILLIS = 60_000;

  private static final Logger LOG = LoggerFactory.getLogger(UsageReporter.class);

  private final PluginContext context;
  private final Usage usage;
  private final long intervalMillis;
  private final ScheduledExecutorService later;

  /** The last report. Guarded by this. */
  private byte[] sent = {};

  /** When it was sent, by System.nanoTime. Guarded by this. */
  private long sentNanos;

  /** Whether another report will be sent. Guarded by this. */
  private boolean scheduled;

  UsageReporter(PluginContext context, Usage usage) {
    this.context = context;
    this.usage = usage;
    this.intervalMillis = intervalMillis(context.conf());
    this.sentNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(intervalMillis);
    this.later =
        Executors.newSingleThreadScheduledExecutor(new DaemonThreads("s3a-access-grants-usage-"));
  }

  /** The time between reports, from the number of executors that is configured. */
  static long intervalMillis(SparkConf conf) {
    long executors =
        Math.max(
            conf.getInt("spark.executor.instances", 0),
            conf.getInt("spark.dynamicAllocation.maxExecutors", 0));
    return executors == 0
        ? USUAL_MILLIS
        : Math.min(
            LONGEST_MILLIS,
            Math.max(SHORTEST_MILLIS, executors * TimeUnit.SECONDS.toMillis(1) / PER_SECOND));
  }

  /** Sends a report now, or when its time comes. */
  synchronized void report() {
    if (scheduled) {
      return;
    }
    long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sentNanos);
    if (passed >= intervalMillis) {
      send();
      return;
    }
    try {
      var unused =
          later.schedule(this::sendScheduled, intervalMillis - passed, TimeUnit.MILLISECONDS);
      scheduled = true;
    } catch (RejectedExecutionException e) {
      LOG.debug("No report of a task that ended after the plugin");
    }
  }

  private synchronized void sendScheduled() {
    scheduled = false;
    send();
  }

  private synchronized void send() {
    byte[] message = UsageReport.of(context.executorID(), usage).toMessage();
    if (Arrays.equals(message, sent)) {
      return;
    }
    sent = message;
    sentNanos = System.nanoTime();
    try {
      context.send(message);
    } catch (IOException | RuntimeException e) {
      // The next report has it all.
      LOG.debug("The driver was not told what this executor has used: {}", e.toString());
    }
  }

  @Override
  public void close() {
    later.shutdownNow();
    send();
  }
}
