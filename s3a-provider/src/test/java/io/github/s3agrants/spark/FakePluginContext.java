package io.github.s3agrants.spark;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;

/** Spark, as a plugin sees it, with a driver that the test plays. */
final class FakePluginContext implements PluginContext {
  final SparkConf conf = new SparkConf(false).set("spark.master", "spark://host:7077");
  final MetricRegistry metrics = new MetricRegistry();
  final List<Object> sent = new ArrayList<>();
  volatile @Nullable Object answer = null;
  private final String executor;

  FakePluginContext(String executor) {
    this.executor = executor;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return metrics;
  }

  @Override
  public SparkConf conf() {
    return conf;
  }

  @Override
  public String executorID() {
    return executor;
  }

  @Override
  public String hostname() {
    return "localhost";
  }

  @Override
  public Map<String, ResourceInformation> resources() {
    return Map.of();
  }

  @Override
  public synchronized void send(Object message) throws IOException {
    sent.add(message);
  }

  @Override
  public @Nullable Object ask(Object message) {
    return answer;
  }
}
