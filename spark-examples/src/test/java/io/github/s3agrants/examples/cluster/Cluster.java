package io.github.s3agrants.examples.cluster;

import io.github.s3agrants.examples.SparkSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where an application runs. */
interface Cluster extends AutoCloseable {

  /** The number of an application's executors, of one core each. */
  int EXECUTORS = 2;

  /**
   * Makes an application's settings those of one on this cluster.
   *
   * @param folder for temporary files of the executors, which may be killed
   */
  SparkSettings configure(SparkSettings settings, Path folder);

  /** What {@code spark-submit} finds in its environment. */
  Map<String, String> environment();

  /** The executors that run. */
  List<ProcessHandle> executors();

  @Override
  void close();
}
