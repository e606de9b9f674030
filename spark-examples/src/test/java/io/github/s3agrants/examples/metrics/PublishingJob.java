package io.github.s3agrants.examples.metrics;

import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.metrics2.sink.PrometheusMetricsSink;
import org.apache.spark.sql.SparkSession;

/**
 * Writes and reads a file, and then keeps what Hadoop's and Spark's own sinks publish for
 * Prometheus. {@link PublishedMetricsIT} runs it in its own JVM.
 */
final class PublishingJob {
  private static final String FILE = "s3a://lake/f.csv";

  private PublishingJob() {}

  /** The argument is the folder for the two pages. */
  public static void main(String[] args) throws IOException, InterruptedException {
    PrometheusMetricsSink hadoop = new PrometheusMetricsSink();
    DefaultMetricsSystem.initialize("job").register("prometheus", "", hadoop);
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      FileSystem fs = FileSystem.get(URI.create(FILE), spark.sparkContext().hadoopConfiguration());
      try (FSDataOutputStream out = fs.create(new org.apache.hadoop.fs.Path(FILE))) {
        out.write("a,1\nb,2\n".getBytes(StandardCharsets.UTF_8));
      }
      if (spark.read().csv(FILE).count() != 2) {
        throw new IllegalStateException("not what was written");
      }
      DefaultMetricsSystem.instance().publishMetricsNow();
      try (Writer page = Files.newBufferedWriter(Path.of(args[0], "hadoop"))) {
        hadoop.writeMetrics(page);
      }
      String url = spark.sparkContext().uiWebUrl().get() + "/metrics/prometheus/";
      String published =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(url)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      Files.writeString(Path.of(args[0], "spark"), published);
    }
  }
}
