package io.github.s3agrants.tables;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A step on one of the sides. */
record StepRun(Side side, SparkSession spark) {

  /** The rows of a statement, sorted. */
  String sql(String statement) {
    return rows(spark.sql(side.in(statement)));
  }

  /** The only value that a query gives. */
  Object value(String query) {
    return spark.sql(side.in(query)).collectAsList().get(0).get(0);
  }

  String path(String below) {
    return side.root() + "/" + below;
  }

  /** The rows of a dataset, sorted. */
  static String rows(Dataset<Row> rows) {
    List<Row> all = rows.collectAsList();
    return all.stream().map(Row::toString).sorted().collect(Collectors.joining());
  }
}
