package io.github.s3agrants.spark;

import org.apache.hadoop.classification.InterfaceAudience;
import org.apache.hadoop.classification.InterfaceStability;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Makes the driver of a Spark application vend for all of its executors. Each grant is vended once
 * for the application, and executors need no AWS identity.
 *
 * <p>Name this class in {@code spark.plugins}. Without it, each executor calls S3 Access Grants
 * itself. Works with Spark 3.5 and 4.x, whatever their version of Scala.
 */
@InterfaceAudience.Public
@InterfaceStability.Evolving
public final class AccessGrantsPlugin implements SparkPlugin {
  /** Creates the plugin. Spark looks for this constructor. */
  public AccessGrantsPlugin() {}

  @Override
  public DriverPlugin driverPlugin() {
    return new AccessGrantsDriverPlugin();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new AccessGrantsExecutorPlugin();
  }
}
