package io.github.s3agrants.request;

import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.statistics.IOStatisticsContext;
import org.apache.hadoop.fs.statistics.IOStatisticsSnapshot;
import org.apache.hadoop.fs.statistics.MeanStatistic;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;

/**
 * Adds the waits for vended credentials to the IOStatistics of the thread that waited, next to what
 * S3A adds there. Committers and applications collect these for each task.
 */
public final class WaitStatistics {
  /**
   * The duration in milliseconds, as S3A names durations: a count, and {@code .mean} and others.
   */
  static final String WAIT = "s3_access_grants_wait";

  private WaitStatistics() {}

  /** The current thread has waited. */
  public static void waited(long nanos) {
    if (!IOStatisticsContext.enabled()) {
      return;
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    IOStatisticsSnapshot wait = new IOStatisticsSnapshot();
    wait.setCounter(WAIT, 1);
    wait.setMinimum(WAIT + StoreStatisticNames.SUFFIX_MIN, millis);
    wait.setMaximum(WAIT + StoreStatisticNames.SUFFIX_MAX, millis);
    wait.setMeanStatistic(WAIT + StoreStatisticNames.SUFFIX_MEAN, new MeanStatistic(1, millis));
    IOStatisticsContext.getCurrentIOStatisticsContext().getAggregator().aggregate(wait);
  }
}
