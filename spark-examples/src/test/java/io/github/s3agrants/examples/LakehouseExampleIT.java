package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/run-example --job lakehouse} with this build, from another folder. */
class LakehouseExampleIT {

  private static final boolean SPARK_4 = SparkSettings.VERSION.startsWith("4.");

  /**
   * Spark 4 looks for the folder of the namespace before the table is there. It is above the grant,
   * and nothing is in it.
   */
  private static final int OWNER_DENIED = SPARK_4 ? 1 : 0;

  /** The data file of the append. The commit, which would write more, is never reached. */
  private static final int READER_DENIED = 1;

  /**
   * To find a table, Iceberg looks for {@code version-hint.text}, {@code metadata} and {@code
   * v0.metadata.json}. S3A looks for each as an object and as a folder.
   */
  private static final int OUTSIDER_DENIED = 6;

  @TempDir Path elsewhere;
  private RunExample example;

  @BeforeEach
  void setUp() {
    example = new RunExample(elsewhere);
  }

  @AfterEach
  void endWhatATestLeft() {
    example.close();
  }

  @Test
  void one_team_writes_a_table_that_another_reads_and_a_third_may_not() throws Exception {
    Process process = example.startBuilt("--job", "lakehouse");
    List<String> output = process.inputReader().lines().toList();

    assertThat(process.waitFor()).as(() -> String.join("\n", output)).isZero();
    assertThat(output)
        .contains(
            "      read      lakehouse.airline.flights: it is unchanged",
            "      refused   appending to lakehouse.airline.flights:",
            "      refused   reading lakehouse.airline.flights:");
    assertThat(output.get(output.size() - 1))
        .isEqualTo(
            "LAKEHOUSE OK: 3 teams, 5 GetDataAccess calls granted, "
                + (OWNER_DENIED + READER_DENIED + OUTSIDER_DENIED)
                + " denied, 0 requests signed with base credentials");
    // One call for each grant.
    assertRequests(output, "flights-team", 2, OWNER_DENIED);
    assertRequests(output, "analysts", 2, READER_DENIED);
    assertRequests(output, "marketing", 1, OUTSIDER_DENIED);
    // The refusals that are expected are not warned of too.
    assertThat(output).noneMatch(line -> line.matches("(WARN|ERROR) .*"));
    assertThat(elsewhere).isEmptyDirectory();
  }

  private static void assertRequests(List<String> output, String team, int granted, int denied) {
    String vendedOnly = " +" + team + " +[1-9]\\d* +0 +0 +" + granted + " +" + denied;
    assertThat(output).anyMatch(line -> line.matches(vendedOnly));
  }
}
