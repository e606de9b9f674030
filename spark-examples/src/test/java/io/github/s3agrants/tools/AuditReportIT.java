package io.github.s3agrants.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3agrants.examples.SparkSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the flight job of the example really did: each of its requests is explained by one
 * GetDataAccess, and nothing else is.
 */
class AuditReportIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Path work = Path.of("");
  private static @Nullable JsonNode journal;
  private static @Nullable SparkSession session;

  @BeforeAll
  static void runTheFlightJob() throws Exception {
    work =
        Files.createTempDirectory(
                Files.createDirectories(SparkSettings.BUILD.resolve("audit")), "run")
            .toAbsolutePath();
    journal = FlightJob.run(work);
    session = LocalSpark.start(Files.createDirectory(work.resolve("spark-of-the-test")));
  }

  @AfterAll
  static void stopSpark() {
    if (session != null) {
      session.stop();
    }
  }

  @Test
  void each_request_of_the_job_is_explained_by_one_call() throws Exception {
    List<Row> lines = lines(work.resolve("cloudtrail.json"));
    List<Row> explained = explained(lines);

    assertThat(requestIds(explained)).hasSize(journalled("s3", "VENDED")).hasSizeGreaterThan(100);
    assertThat(explained)
        .allSatisfy(
            line -> {
              assertThat(line.<String>getAs("principal")).isEqualTo(FlightJob.ANALYST.arn());
              assertThat(line.<String>getAs("explained_by")).isEqualTo("span");
              assertThat(line.<String>getAs("outcome")).isEqualTo("allowed");
              assertThat(line.<String>getAs("path")).satisfies(path -> assertCovers(line, path));
            });
    assertThat(explained.stream().map(line -> line.<String>getAs("get_data_access")).distinct())
        .containsExactlyInAnyOrderElementsOf(grantedCalls().keySet());
    assertThat(
            explained.stream()
                .map(line -> line.getAs("grant_permission") + " " + line.getAs("grant_scope"))
                .distinct())
        .containsExactlyInAnyOrder("READ s3://lake/alice/*", "READWRITE s3://lake/bob/*");
    assertThat(explained.stream().map(line -> line.<String>getAs("s3a_operation")).distinct())
        // Those of each Spark: 4.1 commits without renames and lists in another way.
        .contains("op_open", "op_delete", "op_create", "op_get_file_status");
  }

  @Test
  void what_own_credentials_signed_is_unexplained() throws Exception {
    List<Row> unexplained = unexplained(lines(work.resolve("cloudtrail.json")));

    assertThat(requestIds(unexplained)).hasSize(journalled("s3", "BASE"));
    assertThat(unexplained)
        .allSatisfy(
            line ->
                assertThat(line.<String>getAs("explained_by"))
                    .isEqualTo("unexplained: not vended"));
    assertThat(unexplained.stream().map(AuditReportIT::summary))
        .containsExactlyInAnyOrder(
            "admin REST.PUT.OBJECT alice/flights.json allowed",
            "admin REST.PUT.OBJECT alice/airports.csv allowed",
            "admin REST.PUT.OBJECT carol/salaries.csv allowed",
            "admin REST.GET.OBJECT alice/airports.csv allowed",
            "analyst REST.GET.OBJECT alice/airports.csv refused");
  }

  @Test
  void refused_paths_are_listed_though_they_never_reached_s3() throws Exception {
    List<String> refused = refusedCalls();
    String writing =
        "WRITE analyst GetDataAccess alice/delays/.* refused GetDataAccess: AccessDenied";
    String reading =
        "READ analyst GetDataAccess carol/salaries.csv.* refused GetDataAccess: AccessDenied";

    assertThat(refused).allMatch(line -> line.matches(writing) || line.matches(reading));
    assertThat(refused).filteredOn(line -> line.matches(writing)).hasSize(1);
    // Spark 4 looks for the object and for a folder of that name one by one.
    assertThat(refused).filteredOn(line -> line.matches(reading)).hasSizeBetween(1, 2);
  }

  private List<String> refusedCalls() throws Exception {
    return lines(work.resolve("cloudtrail.json")).stream()
        .filter(line -> line.<String>getAs("explained_by").startsWith("GetDataAccess: "))
        .map(
            line ->
                line.getAs("grant_permission")
                    + " "
                    + summary(line)
                    + " "
                    + line.getAs("explained_by"))
        .toList();
  }

  @Test
  void without_spans_the_scopes_tell_the_same() throws Exception {
    Path changed =
        changed(
            "no-spans.json",
            event -> ((ObjectNode) event.get("requestParameters")).remove("auditContext"));

    assertThat(callsByRequest(lines(changed), "scope"))
        .isEqualTo(callsByRequest(lines(work.resolve("cloudtrail.json")), "span"));
  }

  @Test
  void records_that_name_the_session_tell_the_same() throws Exception {
    Map<String, String> sessions = sessionsByCall();
    Path changed =
        changed(
            "named.json",
            event -> {
              String name = sessions.get(event.get("eventID").asText());
              if (name != null) {
                ((ObjectNode) event.get("additionalEventData")).put("session", name);
                ((ObjectNode) event.get("requestParameters")).remove("auditContext");
                // Neither time nor scope matters then.
                ((ObjectNode) event.get("requestParameters")).put("target", "s3://lake/other/*");
              }
            });

    assertThat(callsByRequest(lines(changed), "session"))
        .isEqualTo(callsByRequest(lines(work.resolve("cloudtrail.json")), "span"));
  }

  @Test
  void without_the_calls_nothing_is_explained() throws Exception {
    Path changed = changed("none.json", event -> event.put("eventName", "GetAccessGrant"));
    List<Row> lines = lines(changed);

    assertThat(explained(lines)).isEmpty();
    assertThat(requestIds(unexplained(lines)))
        .hasSize(journalled("s3", "VENDED") + journalled("s3", "BASE"));
  }

  @Test
  void the_job_prints_and_writes_the_report() throws Exception {
    Path csv = work.resolve("report-csv");
    Path parquet = work.resolve("report-parquet");
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream console = System.out;
    System.setOut(new PrintStream(output, true, UTF_8));
    try {
      AuditReport.run(
          spark(),
          AuditOptions.parse(
              "--cloudtrail",
              work.resolve("cloudtrail.json").toString(),
              "--access-logs",
              work.resolve("access.log").toString(),
              "--csv",
              csv.toString(),
              "--parquet",
              parquet.toString()));
    } finally {
      System.setOut(console);
    }

    assertThat(output.toString(UTF_8).lines().reduce((first, second) -> second))
        .contains(
            "AUDIT: "
                + journalled("s3", "VENDED")
                + " S3 requests explained by 2 GetDataAccess calls, 5 unexplained;"
                + " 1 refused by S3; "
                + refusedCalls().size()
                + " GetDataAccess calls refused");
    long written = lines(work.resolve("cloudtrail.json")).size();
    assertThat(spark().read().option("header", true).csv(csv.toString()).count())
        .isEqualTo(written);
    assertThat(spark().read().parquet(parquet.toString()).count()).isEqualTo(written);
  }

  private static List<Row> lines(Path cloudTrail) {
    return AuditReport.lines(
            spark(),
            AuditOptions.parse(
                "--cloudtrail",
                cloudTrail.toString(),
                "--access-logs",
                work.resolve("access.log").toString()))
        .collectAsList();
  }

  private static SparkSession spark() {
    if (session == null) {
      throw new IllegalStateException("Spark was not started");
    }
    return session;
  }

  private static List<Row> explained(List<Row> lines) {
    return lines.stream().filter(line -> line.getAs("grant_scope") != null).toList();
  }

  private static List<Row> unexplained(List<Row> lines) {
    return lines.stream()
        .filter(line -> line.<String>getAs("explained_by").startsWith("unexplained"))
        .toList();
  }

  private static List<String> requestIds(List<Row> lines) {
    return lines.stream().map(line -> line.<String>getAs("request_id")).distinct().toList();
  }

  /** The call of each request; a request with two calls would be missed here, so it fails. */
  private static Map<String, String> callsByRequest(List<Row> lines, String explainedBy) {
    Map<String, String> calls = new HashMap<>();
    for (Row line : explained(lines)) {
      assertThat(line.<String>getAs("explained_by")).isEqualTo(explainedBy);
      String call = line.getAs("get_data_access");
      assertThat(calls.put(line.getAs("request_id"), call)).isIn(null, call);
    }
    assertThat(calls).hasSizeGreaterThan(100);
    return calls;
  }

  private static void assertCovers(Row line, String path) {
    String scope = line.getAs("grant_scope");
    // A bulk delete names its keys in lines of their own.
    if (!line.<String>getAs("s3_operation").equals("REST.POST.MULTI_OBJECT_DELETE")) {
      assertThat(path).startsWith(scope.substring(0, scope.length() - 1));
    }
  }

  private static String summary(Row line) {
    String principal = line.getAs("principal");
    return principal.substring(principal.lastIndexOf('/') + 1)
        + " "
        + line.getAs("s3_operation")
        + " "
        + line.<String>getAs("path").replace("s3://lake/", "")
        + " "
        + line.getAs("outcome");
  }

  private static int journalled(String service, String signer) {
    JsonNode calls = journal;
    if (calls == null) {
      throw new IllegalStateException("The job did not run");
    }
    return (int)
        StreamSupport.stream(calls.spliterator(), false)
            .filter(call -> call.path("service").asText().equals(service))
            .filter(call -> call.path("signer").asText().equals(signer))
            .count();
  }

  /** The granted GetDataAccess calls, and their targets. */
  private static Map<String, String> grantedCalls() throws IOException {
    Map<String, String> calls = new HashMap<>();
    for (JsonNode event : events()) {
      if (event.path("eventName").asText().equals("GetDataAccess") && !event.has("errorCode")) {
        calls.put(event.get("eventID").asText(), event.at("/requestParameters/target").asText());
      }
    }
    assertThat(calls).hasSize(2);
    return calls;
  }

  /** The session that each call vended: that of the requests below its target. */
  private static Map<String, String> sessionsByCall() throws IOException {
    Map<String, String> sessions = new HashMap<>();
    List<String> lines = Files.readAllLines(work.resolve("access.log"));
    for (Map.Entry<String, String> call : grantedCalls().entrySet()) {
      String prefix = call.getValue().replaceAll("s3://lake/|[*]", "");
      String line =
          lines.stream()
              .filter(text -> text.contains("assumed-role") && text.contains("OBJECT " + prefix))
              .findFirst()
              .orElseThrow();
      sessions.put(
          call.getKey(), line.replaceAll(".*assumed-role/[^/]+/(access-grants-\\S+) .*", "$1"));
    }
    return sessions;
  }

  private static List<ObjectNode> events() throws IOException {
    List<ObjectNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(work.resolve("cloudtrail.json"))) {
      events.add((ObjectNode) JSON.readTree(line));
    }
    return events;
  }

  private static Path changed(String name, Consumer<ObjectNode> change) throws IOException {
    List<ObjectNode> events = events();
    events.forEach(change);
    return Files.write(work.resolve(name), events.stream().map(ObjectNode::toString).toList());
  }
}
