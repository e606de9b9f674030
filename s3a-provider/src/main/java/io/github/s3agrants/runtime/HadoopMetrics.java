package io.github.s3agrants.runtime;

import io.github.s3agrants.vending.Metric;
import io.github.s3agrants.vending.StatisticsMXBean;
import java.io.Closeable;
import org.apache.hadoop.metrics2.MetricsCollector;
import org.apache.hadoop.metrics2.MetricsException;
import org.apache.hadoop.metrics2.MetricsInfo;
import org.apache.hadoop.metrics2.MetricsRecordBuilder;
import org.apache.hadoop.metrics2.MetricsSource;
import org.apache.hadoop.metrics2.MetricsSystem;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.metrics2.lib.Interns;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statistics in Hadoop's metrics (metrics2), whose sinks get them if the process has
 * initialized the {@link DefaultMetricsSystem}, however late it does so. Thread-safe.
 */
final class HadoopMetrics implements MetricsSource, Closeable {
  /** The name of all records, and of the source of the first class loader. */
  static final String RECORD = "S3AccessGrants";

  /** What sinks may be restricted to. */
  static final String CONTEXT = "s3accessgrants";

  /**
   * Tells apart the records of several class loaders, which sinks would take for one. Not the name
   * of the source, because records do not have it.
   */
  static final String ID = "Id";

  private static final int MOST_CLASS_LOADERS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(HadoopMetrics.class);

  private final StatisticsMXBean statistics;
  private final MetricsSystem system;
  private final int id;

  private HadoopMetrics(StatisticsMXBean statistics, MetricsSystem system, int id) {
    this.statistics = statistics;
    this.system = system;
    this.id = id;
  }

  /**
   * Registers the statistics.
   *
   * @return unregisters them when closed; null if it failed, which is only logged
   */
  static @Nullable HadoopMetrics publish(StatisticsMXBean statistics) {
    try {
      MetricsSystem system = DefaultMetricsSystem.instance();
      for (int id = 1; id <= MOST_CLASS_LOADERS; id++) {
        HadoopMetrics metrics = new HadoopMetrics(statistics, system, id);
        if (metrics.register()) {
          return metrics;
        }
      }
      LOG.warn("No statistics in Hadoop's metrics: all names are in use");
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("No statistics in Hadoop's metrics: {}", e.toString());
    }
    return null;
  }

  private String sourceName() {
    return id == 1 ? RECORD : RECORD + id;
  }

  /** Before the system is initialized, it would replace a source of the same name. */
  private boolean register() {
    synchronized (system) {
      if (system.getSource(sourceName()) != null) {
        return false;
      }
      try {
        system.register(sourceName(), "S3 Access Grants for S3A", this);
        return true;
      } catch (MetricsException e) {
        LOG.debug("The name {} is in use; trying the next one", sourceName());
        return false;
      }
    }
  }

  @Override
  public void getMetrics(MetricsCollector collector, boolean all) {
    MetricsRecordBuilder plain = record(collector);
    for (Metric metric : Metric.ALL) {
      for (String kind : metric.kinds()) {
        MetricsRecordBuilder record = plain;
        if (!kind.isEmpty()) {
          record = record(collector).tag(Interns.info(metric.label(), metric.meaning()), kind);
        }
        add(record, metric, metric.value(statistics, kind));
      }
    }
  }

  private MetricsRecordBuilder record(MetricsCollector collector) {
    return collector
        .addRecord(RECORD)
        .setContext(CONTEXT)
        .tag(Interns.info(ID, "Number of the class loader"), Integer.toString(id));
  }

  private static void add(MetricsRecordBuilder record, Metric metric, long value) {
    MetricsInfo info = Interns.info(metric.attribute(), metric.meaning());
    if (metric.type() == Metric.Type.COUNTER) {
      record.addCounter(info, value);
    } else {
      record.addGauge(info, value);
    }
  }

  @Override
  public void close() {
    try {
      synchronized (system) {
        if (system.getSource(sourceName()) == this) {
          system.unregisterSource(sourceName());
        }
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("The statistics could not be removed from Hadoop's metrics: {}", e.toString());
    }
  }
}
