package io.github.s3agrants.advice;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the files of table formats are in a table's folder. Whoever reads or writes one of them
 * reads or writes the others next.
 */
final class TableLayout {
  /** Delta, Hudi, and the sink of Spark's streams. */
  private static final String METADATA_FOLDER = "(?:_delta_log|\\.hoodie|_spark_metadata)(?:/.*)?";

  /** Iceberg's HadoopTableOperations, BaseMetastoreTableOperations, SnapshotProducer. */
  private static final String METADATA_OF_ICEBERG =
      "metadata/(?:[^/]*version-hint\\.(?:text|temp)|[^/]*\\.metadata\\.json(?:\\.gz)?|snap-[^/]*\\.avro"
          + "|[^/]*-m\\d+\\.avro)/?";

  /** Iceberg's OutputFileFactory: partition, task, UUID of the operation, file. */
  private static final String DATA_OF_ICEBERG =
      "data/(?:[^/]*/)*\\d{5}-\\d+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-[^/]*/?";

  private static final Pattern IN_TABLE =
      Pattern.compile(
          "/(?:" + METADATA_FOLDER + "|" + METADATA_OF_ICEBERG + "|" + DATA_OF_ICEBERG + ")$",
          Pattern.DOTALL);

  private TableLayout() {}

  /**
   * Returns the folder of the table that a file belongs to, with the slash at its end; empty if the
   * key is none of a table format's, or if the table is the bucket itself.
   */
  static Optional<String> tableOf(String key) {
    Matcher found = IN_TABLE.matcher(key);
    return found.find() ? Optional.of(key.substring(0, found.start() + 1)) : Optional.empty();
  }
}
