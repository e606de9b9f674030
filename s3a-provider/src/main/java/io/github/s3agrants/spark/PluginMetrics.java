package io.github.s3agrants.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.vending.FallbackReason;
import io.github.s3agrants.vending.StatisticsMXBean;
import java.util.Map;
import java.util.function.LongSupplier;

/** The statistics of a process in Spark's metrics, where Spark's own sinks find them. */
final class PluginMetrics {
  private PluginMetrics() {}

  /**
   * Registers the statistics.
   *
   * @param statistics of this process, as in JMX
   */
  static void register(MetricRegistry registry, StatisticsMXBean statistics) {
    gauge(registry, "hits", statistics::getHits);
    gauge(registry, "misses", statistics::getMisses);
    gauge(registry, "vends", statistics::getVends);
    gauge(registry, "renewals", statistics::getRenewals);
    gauge(registry, "denials", statistics::getDenials);
    gauge(registry, "vendFailures", statistics::getVendFailures);
    gauge(registry, "rejectedByS3", statistics::getRejectedByS3);
    gauge(registry, "grantListings", statistics::getGrantListings);
    gauge(registry, "grantListingFailures", statistics::getGrantListingFailures);
    gauge(registry, "waitedMillis", statistics::getWaitedMillis);
    gauge(registry, "liveCredentials", statistics::getLiveCredentials);
    for (AccessGrantsException.Kind kind : AccessGrantsException.Kind.values()) {
      gauge(registry, "failures." + kind, () -> countOf(statistics.getFailures(), kind));
    }
    for (FallbackReason reason : FallbackReason.values()) {
      gauge(registry, "fallbacks." + reason, () -> countOf(statistics.getFallbacks(), reason));
    }
  }

  private static long countOf(Map<String, Long> counts, Enum<?> what) {
    return counts.getOrDefault(what.name(), 0L);
  }

  static void gauge(MetricRegistry registry, String name, LongSupplier value) {
    Gauge<Long> gauge = value::getAsLong;
    registry.register(name, gauge);
  }
}
