package io.github.s3agrants.runtime;

import io.github.s3agrants.vending.StatisticsMXBean;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what the file systems of a JVM did, in one line, when the last one is closed. */
final class ClosingLine {
  private static final double MILLIS_PER_SECOND = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(ClosingLine.class);

  private ClosingLine() {}

  static void log(StatisticsMXBean statistics) {
    if (LOG.isInfoEnabled()) {
      LOG.info(
          String.format(
              Locale.ROOT,
              "S3 Access Grants closed: %d requests (%d from the cache), %d vends, %d refusals,"
                  + " %d fallbacks, waited %.1f s",
              statistics.getHits() + statistics.getMisses(),
              statistics.getHits(),
              statistics.getVends(),
              statistics.getDenials(),
              statistics.getFallbacks().values().stream().mapToLong(Long::longValue).sum(),
              statistics.getWaitedMillis() / MILLIS_PER_SECOND));
    }
  }
}
