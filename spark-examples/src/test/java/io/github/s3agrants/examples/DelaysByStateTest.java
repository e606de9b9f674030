package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's aggregation, and that its figures survive a write and a read. */
class DelaysByStateTest {

  private static final Path DATA = Path.of("data");
  private static final Path FLIGHTS = DATA.resolve("flights-10k.json");
  private static final Path AIRPORTS = DATA.resolve("airports.csv");

  private static SparkSession spark;

  @BeforeAll
  static void startSpark(@TempDir Path work) {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.local.dir", work.toString())
            .config("spark.sql.shuffle.partitions", 2)
            .getOrCreate();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @Test
  void agrees_with_one_loop_over_the_same_files() throws IOException {
    Map<String, String> stateOf = new HashMap<>();
    for (String line : Files.readAllLines(AIRPORTS)) {
      List<String> fields = csvFields(line);
      stateOf.put(fields.get(0), fields.get(3));
    }
    Map<String, long[]> expected = new HashMap<>();
    for (JsonNode flight : new ObjectMapper().readTree(FLIGHTS.toFile())) {
      String state = stateOf.get(flight.get("origin").textValue());
      String month = flight.get("date").textValue().substring(0, 7).replace('/', '-');
      long[] totals = expected.computeIfAbsent(state + " " + month, key -> new long[2]);
      totals[0]++;
      totals[1] += flight.get("delay").intValue();
    }

    Map<String, long[]> actual = new HashMap<>();
    for (Row row : delays().collectAsList()) {
      actual.put(
          row.getAs("state") + " " + row.getAs("month"),
          new long[] {row.<Long>getAs("flights"), row.<Long>getAs("delay_minutes")});
    }

    assertThat(expected).hasSizeGreaterThan(100);
    assertThat(actual).containsOnlyKeys(expected.keySet());
    actual.forEach((key, totals) -> assertThat(totals).as(key).containsExactly(expected.get(key)));
  }

  @Test
  void counts_a_flight_from_an_airport_that_is_not_listed() {
    Dataset<Row> flights =
        spark.createDataFrame(
            List.of(
                RowFactory.create("2001/02/28 23:59", 7, "SFO"),
                RowFactory.create("2001/02/01 00:00", -9, "???")),
            StructType.fromDDL("date STRING, delay INT, origin STRING"));

    List<Row> delays = DelaysByState.of(flights, airports()).collectAsList();

    assertThat(delays)
        .extracting(
            row -> row.getAs("state"),
            row -> row.getAs("month"),
            row -> row.getAs("flights"),
            row -> row.getAs("delay_minutes"))
        .containsExactlyInAnyOrder(
            tuple("CA", "2001-02", 1L, 7L), tuple(DelaysByState.UNKNOWN_STATE, "2001-02", 1L, -9L));
  }

  @Test
  void worst_states_come_by_average_delay_over_all_months() {
    Dataset<Row> delays =
        spark.createDataFrame(
            List.of(
                RowFactory.create("AA", "2001-01", 1L, 90L),
                RowFactory.create("AA", "2001-02", 9L, 10L),
                RowFactory.create("BB", "2001-01", 2L, 42L),
                RowFactory.create("CC", "2001-01", 100L, 100L)),
            StructType.fromDDL("state STRING, month STRING, flights BIGINT, delay_minutes BIGINT"));

    assertThat(DelaysByState.worst(delays, 2).collectAsList())
        .extracting(
            row -> row.getAs("state"),
            row -> row.getAs("flights"),
            row -> row.getAs("average_delay"))
        .containsExactly(tuple("BB", 2L, 21.0), tuple("AA", 10L, 10.0));
  }

  @Test
  void figures_survive_a_round_trip_through_partitioned_parquet(@TempDir Path work) {
    String path = work.resolve("delays").toString();
    delays().write().partitionBy("month").parquet(path);

    Figures figures = Figures.of(spark.read().parquet(path));

    assertThat(figures).isEqualTo(Figures.of(delays()));
    assertThat(figures.flights()).isEqualTo(10_000);
  }

  @Test
  void figures_of_nothing_are_zero() {
    assertThat(Figures.of(delays().limit(0))).isEqualTo(new Figures(0, 0, 0));
  }

  private static Dataset<Row> delays() {
    return DelaysByState.of(FlightData.flights(spark, FLIGHTS.toString()), airports());
  }

  private static Dataset<Row> airports() {
    return FlightData.airports(spark, AIRPORTS.toString());
  }

  /** A simple parser that is enough for this file, in which quotes always enclose a whole field. */
  private static List<String> csvFields(String line) {
    return List.of(line.replaceAll("\"[^\"]*\"", "quoted").split(",", -1));
  }
}
