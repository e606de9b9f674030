package io.github.s3agrants.hadoop33;

import io.github.s3agrants.request.WaitStatistics;

/**
 * Adds the waits for vended credentials to the IOStatistics of the thread, where Hadoop has them.
 */
final class V1Waits {
  private static volatile boolean missing;

  private V1Waits() {}

  /** The current thread has waited. */
  static void waited(long nanos) {
    if (missing) {
      return;
    }
    try {
      WaitStatistics.waited(nanos);
    } catch (LinkageError e) {
      // IOStatisticsContext is in Hadoop from 3.3.5 on.
      missing = true;
    }
  }
}
