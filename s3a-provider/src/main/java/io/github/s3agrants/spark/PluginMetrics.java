package io.github.s3agrants.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.github.s3agrants.vending.Metric;
import io.github.s3agrants.vending.StatisticsMXBean;
import java.util.function.LongSupplier;

/** The statistics of a process in Spark's metrics, where Spark's own sinks find them. */
final class PluginMetrics {
  /** Questions of executors that the driver has answered. */
  static final String QUESTIONS = "questions";

  private PluginMetrics() {}

  /**
   * Registers the statistics.
   *
   * @param statistics of this process, as in JMX
   */
  static void register(MetricRegistry registry, StatisticsMXBean statistics) {
    for (Metric metric : Metric.ALL) {
      for (String kind : metric.kinds()) {
        gauge(registry, name(metric, kind), () -> metric.value(statistics, kind));
      }
    }
  }

  /** Returns the name of a number in Spark's metrics, below that of the plugin. */
  static String name(Metric metric, String kind) {
    return kind.isEmpty() ? metric.name() : metric.name() + "." + kind;
  }

  static void gauge(MetricRegistry registry, String name, LongSupplier value) {
    Gauge<Long> gauge = value::getAsLong;
    registry.register(name, gauge);
  }
}
