package io.github.s3agrants.tables;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Works with a table of Delta Lake, one of Iceberg and one of Hive's metastore, renames a large
 * file, and prints what it finds. {@link StockTablesIT} runs it in its own JVM.
 */
final class StockTablesJob {
  /** Before each line for the test. */
  static final String MARK = "FOUND ";

  private static final int PART = 5 << 20;

  private final SparkSession spark;
  private final String root;

  private StockTablesJob(SparkSession spark, String root) {
    this.spark = spark;
    this.root = root;
  }

  /** The arguments are the folder of all that it writes, and a local one. */
  public static void main(String[] args) throws IOException {
    System.setProperty("derby.stream.error.file", args[1] + "/derby.log");
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      StockTablesJob job = new StockTablesJob(spark, args[0]);
      job.table("delta", "delta.`" + args[0] + "/delta/t`");
      job.table("iceberg", "ice.db.t");
      job.hive();
      job.rename();
    }
  }

  private void table(String format, String table) {
    sql("CREATE TABLE " + table + " (id BIGINT, name STRING) USING " + format);
    sql("INSERT INTO " + table + " SELECT id, concat('n', id) FROM range(12)");
    sql(
        "MERGE INTO "
            + table
            + " t USING (SELECT id, 'm' name FROM range(10, 14)) s ON t.id = s.id"
            + " WHEN MATCHED THEN UPDATE SET name = s.name WHEN NOT MATCHED THEN INSERT *");
    sql("DELETE FROM " + table + " WHERE id = 5");
    say(format, "SELECT count(*), sum(id), count_if(name = 'm') FROM " + table);
  }

  private void hive() {
    sql("CREATE DATABASE h LOCATION '" + root + "/hive'");
    sql("CREATE TABLE h.t STORED AS PARQUET AS SELECT id FROM range(4)");
    sql("INSERT INTO h.t VALUES (4)");
    say("hive", "SELECT count(*), sum(id) FROM h.t");
  }

  /** With this stream S3A copies it in parts, with its asynchronous client. */
  private void rename() throws IOException {
    Path from = new Path(root + "/large/from");
    Path to = new Path(root + "/large/to");
    Configuration conf = new Configuration(spark.sparkContext().hadoopConfiguration());
    conf.set("fs.s3a.input.stream.type", "classic");
    try (FileSystem fs = FileSystem.newInstance(from.toUri(), conf)) {
      try (FSDataOutputStream out = fs.create(from)) {
        out.write(new byte[2 * PART + 1]);
      }
      boolean renamed = fs.rename(from, to);
      System.out.println(MARK + "rename: " + renamed + " " + fs.getFileStatus(to).getLen());
    }
  }

  private void sql(String statement) {
    spark.sql(statement);
  }

  private void say(String name, String query) {
    System.out.println(MARK + name + ": " + StepRun.rows(spark.sql(query)));
  }
}
