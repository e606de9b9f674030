package io.github.s3agrants.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.github.s3agrants.vending.StatisticsMXBean;
import java.util.Map;
import java.util.function.Supplier;

/** The statistics of a process in Spark's metrics, where Spark's own sinks find them. */
final class PluginMetrics {
  private PluginMetrics() {}

  static void register(MetricRegistry registry, StatisticsMXBean statistics) {
    Map<String, Supplier<Number>> all =
        Map.of(
            "hits", statistics::getHits,
            "misses", statistics::getMisses,
            "vends", statistics::getVends,
            "vendFailures", statistics::getVendFailures,
            "renewals", statistics::getRenewals,
            "denials", statistics::getDenials,
            "rejectedByS3", statistics::getRejectedByS3,
            "liveCredentials", statistics::getLiveCredentials);
    all.forEach((name, value) -> registry.register(name, (Gauge<Number>) value::get));
  }
}
