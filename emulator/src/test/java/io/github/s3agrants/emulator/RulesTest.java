package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Role;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Breaks each rule of docs/emulator-rules.md and expects the error that its row names. */
final class RulesTest {
  private static final Path TABLE = Path.of("..", "docs", "emulator-rules.md");
  private static final Pattern ROW =
      Pattern.compile("\\| ([A-Z]\\d+) \\| (.+) \\| (\\w+) \\| (\\d{3}) \\| (.+) \\| (\\w+) \\|");

  private static AccessGrantsEmulator emulator;
  private static EmulatorClients clients;
  private static Map<String, RuleCases.Breach> breaches;

  /** A row of the table. */
  record Row(String id, String rule, String code, int status, String test) {
    @Override
    public String toString() {
      return id + " " + rule;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    emulator =
        AccessGrantsEmulator.builder()
            .principal(ADMIN)
            .principal(ALICE)
            .principal(RuleCases.STRANGER)
            .bucket("lake", "theirs")
            .bucketOwner("theirs", RuleCases.OTHER)
            .location("s3://", TestPrincipals.LOCATION_ROLE)
            .location("s3://lake/registered/", TestPrincipals.LOCATION_ROLE)
            .role(Role.of(RuleCases.SHORT_ROLE))
            .location("s3://lake/short/", RuleCases.SHORT_ROLE)
            .grant("s3://lake/short/", "*", "alice", Permission.READ)
            .grant("s3://", "lake/alice/*", "alice", Permission.READ)
            .start();
    clients = new EmulatorClients(emulator.endpoints());
    breaches = new RuleCases(emulator, clients).all();
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  static List<Row> table() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(TABLE)) {
      Matcher matcher = ROW.matcher(line);
      if (matcher.matches()) {
        rows.add(
            new Row(
                matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                Integer.parseInt(matcher.group(4)),
                matcher.group(6)));
      }
    }
    return rows;
  }

  static List<Row> rowsToBreak() throws IOException {
    return table().stream().filter(row -> row.test().equals("RulesTest")).toList();
  }

  @ParameterizedTest
  @MethodSource("rowsToBreak")
  void is_refused_as_the_table_says(Row row) throws Exception {
    assertThat(breaches).containsKey(row.id());
    RuleCases.Refusal refusal;
    try {
      refusal = Objects.requireNonNull(breaches.get(row.id())).run();
    } catch (AwsServiceException e) {
      refusal = new RuleCases.Refusal(e.statusCode(), e.awsErrorDetails().errorCode());
    }
    assertThat(refusal).isEqualTo(new RuleCases.Refusal(row.status(), row.code()));
  }

  @Test
  void no_row_is_left_out() throws Exception {
    Map<String, Row> byId = new TreeMap<>();
    for (Row row : table()) {
      assertThat(byId.put(row.id(), row)).isNull();
      assertThat(Path.of("src/test/java/io/github/s3agrants/emulator", row.test() + ".java"))
          .exists();
    }
    assertThat(rowsToBreak().stream().map(Row::id))
        .containsExactlyInAnyOrderElementsOf(breaches.keySet());
  }
}
