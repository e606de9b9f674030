package io.github.s3agrants.tools;

import static io.github.s3agrants.tools.LogFolder.ALICE;
import static io.github.s3agrants.tools.LogFolder.BOB;
import static io.github.s3agrants.tools.LogFolder.session;
import static io.github.s3agrants.tools.LogFolder.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The join of both logs, on logs that are written here. */
class AuditReportTest {

  private static SparkSession spark;

  @TempDir Path folder;
  private LogFolder logs;

  @BeforeAll
  static void startSpark(@TempDir Path work) {
    spark = LocalSpark.start(work);
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @BeforeEach
  void newLogs() {
    logs = new LogFolder(folder);
  }

  @Test
  void a_session_belongs_to_the_call_whose_scope_covers_it() throws Exception {
    String sales = logs.vend(0, ALICE, "READ", "s3://lake/sales/*");
    String nested = logs.vend(0, ALICE, "READWRITE", "s3://lake/sales/mine/*");
    String one = session();
    String two = session();
    logs.request(1, one, "REST.GET.OBJECT", "sales/a", "s-1");
    logs.request(1, two, "REST.PUT.OBJECT", "sales/mine/b", "s-2");
    logs.request(2, one, "REST.GET.BUCKET", "sales%2F", "s-3");
    logs.request(3, two, "REST.GET.OBJECT", "sales/mine/b", "s-4");

    assertThat(rows(logs.write()))
        .containsExactly(
            row("READ", "sales/a", "scope", sales),
            row("READWRITE", "sales/mine/b", "scope", nested),
            row("READ", "sales/", "scope", sales),
            row("READWRITE", "sales/mine/b", "scope", nested));
  }

  @Test
  void of_two_scopes_that_cover_a_session_the_closest_counts() throws Exception {
    String close = logs.vend(0, ALICE, "READ", "s3://lake/sales/mine/*");
    logs.vend(1, ALICE, "READ", "s3://lake/sales/*");
    logs.request(1, session(), "REST.GET.OBJECT", "sales/mine/b", "s-2");

    assertThat(rows(logs.write())).containsExactly(row("READ", "sales/mine/b", "scope", close));
  }

  @Test
  void a_scope_that_covers_the_whole_session_counts_before_a_closer_one() throws Exception {
    String wide = logs.vend(0, ALICE, "READ", "s3://lake/sales/*");
    logs.vend(0, ALICE, "READ", "s3://lake/sales/mine/*");
    String session = session();
    logs.request(1, session, "REST.GET.OBJECT", "sales/mine/b", "s-2");
    logs.request(2, session, "REST.GET.OBJECT", "sales/c", "s-3");

    assertThat(rows(logs.write()))
        .containsExactly(
            row("READ", "sales/mine/b", "scope", wide), row("READ", "sales/c", "scope", wide));
  }

  @Test
  void of_two_principals_without_spans_the_address_tells_who() throws Exception {
    String alices = logs.vend(0, ALICE, "READ", "s3://lake/shared/*");
    logs.vend(
        1,
        BOB,
        "READ",
        "s3://lake/shared/*",
        event -> event.put("sourceIPAddress", "198.51.100.7"));
    logs.request(1, session(), "REST.GET.OBJECT", "shared/x", "-");

    assertThat(rows(logs.write())).containsExactly(row("READ", "shared/x", "scope", alices));
  }

  @Test
  void of_two_principals_with_one_scope_the_span_tells_who() throws Exception {
    String alices = logs.vend(0, ALICE, "READ", "s3://lake/shared/*", span("a-7"));
    String bobs = logs.vend(0, BOB, "READ", "s3://lake/shared/*", span("b-1"));
    String one = session();
    String two = session();
    logs.request(0, one, "REST.GET.OBJECT", "shared/x", "a-7");
    logs.request(0, two, "REST.GET.OBJECT", "shared/x", "b-1");
    logs.request(9, one, "REST.GET.OBJECT", "shared/y", "a-8");

    assertThat(rows(logs.write()))
        .containsExactlyInAnyOrder(
            row("READ", "shared/x", "span", alices),
            row("READ", "shared/x", "span", bobs),
            row("READ", "shared/y", "span", alices));
  }

  @Test
  void without_a_span_two_principals_are_ambiguous() throws Exception {
    String alices = logs.vend(0, ALICE, "READ", "s3://lake/shared/*");
    String bobs = logs.vend(1, BOB, "READ", "s3://lake/shared/*");
    logs.request(1, session(), "REST.GET.OBJECT", "shared/x", "-");

    assertThat(rows(logs.write())).containsExactly(row("READ", "shared/x", "ambiguous", bobs));
    assertThat(alices).isNotEqualTo(bobs);
  }

  @Test
  void a_renewed_session_belongs_to_the_later_call() throws Exception {
    // A long operation needed the first call. A short one renewed in the background, and was signed
    // with what the first call had brought.
    String first = logs.vend(0, ALICE, "READ", "s3://lake/a/*", span("long"));
    String second = logs.vend(2000, ALICE, "READ", "s3://lake/a/*", span("short"));
    String old = session();
    String renewed = session();
    logs.request(0, old, "REST.GET.OBJECT", "a/1", "long");
    logs.request(2000, old, "REST.GET.OBJECT", "a/2", "short");
    logs.request(2001, renewed, "REST.GET.OBJECT", "a/3", "long");
    logs.request(3000, renewed, "REST.GET.OBJECT", "a/4", "other");

    assertThat(rows(logs.write()))
        .containsExactly(
            row("READ", "a/1", "span", first),
            row("READ", "a/2", "span", first),
            row("READ", "a/3", "scope", second),
            row("READ", "a/4", "scope", second));
  }

  @Test
  void credentials_may_cover_more_than_was_asked_for() throws Exception {
    String vend =
        logs.vend(
            0,
            ALICE,
            "READ",
            "s3://lake/a/1",
            span("s-1"),
            event -> LogFolder.parameters(event).put("targetType", "Object"));
    String session = session();
    logs.request(0, session, "REST.GET.OBJECT", "a/1", "s-1");
    logs.request(5, session, "REST.GET.OBJECT", "a/2", "s-2");

    assertThat(rows(logs.write()))
        .containsExactly(row("READ", "a/1", "span", vend), row("READ", "a/2", "span", vend));
  }

  @Test
  void a_record_that_names_the_session_decides() throws Exception {
    String session = session();
    String name = session.substring(session.lastIndexOf('/') + 1);
    String named =
        logs.vend(
            0,
            ALICE,
            "READ",
            "s3://lake/a/*",
            event -> event.putObject("additionalEventData").put("session", name));
    logs.vend(0, BOB, "READ", "s3://lake/a/deep/*", span("s-1"));
    logs.request(1, session, "REST.GET.OBJECT", "a/deep/1", "s-1");

    assertThat(rows(logs.write())).containsExactly(row("READ", "a/deep/1", "session", named));
  }

  @ParameterizedTest
  @CsvSource({
    // A call of the next minute, of another bucket, for less, for another path; an expired one.
    "60,   READWRITE, s3://lake/a/*",
    "0,    READWRITE, s3://other/a/*",
    "0,    READ,      s3://lake/a/*",
    "0,    READWRITE, s3://lake/b/*",
    "-3700, READWRITE, s3://lake/a/*"
  })
  void a_call_that_cannot_have_vended_the_session_explains_nothing(
      long time, String permission, String target) throws Exception {
    logs.vend(time, ALICE, permission, target);
    String session = session();
    logs.request(0, session, "REST.PUT.OBJECT", "a/1", "s-1");

    assertThat(rows(logs.write())).containsExactly("null a/1 unexplained: no GetDataAccess null");
  }

  @Test
  void a_refused_call_explains_nothing() throws Exception {
    String refused =
        logs.vend(
            0,
            ALICE,
            "READ",
            "s3://lake/a/*",
            span("s-1"),
            event -> event.put("errorCode", "AccessDenied"));
    logs.request(1, session(), "REST.GET.OBJECT", "a/1", "s-1");

    assertThat(rows(logs.write()))
        .containsExactly(
            row("READ", "a/*", "GetDataAccess: AccessDenied", refused),
            "null a/1 unexplained: no GetDataAccess null");
  }

  @Test
  void what_was_not_vended_is_unexplained_and_a_refused_call_is_listed() throws Exception {
    logs.vend(0, ALICE, "READ", "s3://lake/*");
    logs.request(1, BOB, "REST.GET.OBJECT", "a/1", "s-1");
    String refused =
        logs.vend(
            2,
            ALICE,
            "WRITE",
            "s3://lake/b/*",
            span("s-2"),
            event -> event.put("errorCode", "AccessDenied"));

    AuditOptions options = logs.write();
    assertThat(rows(options))
        .containsExactly(
            "null a/1 unexplained: not vended null",
            row("WRITE", "b/*", "GetDataAccess: AccessDenied", refused));
    List<Row> rows = AuditReport.lines(spark, options).collectAsList();
    assertThat(rows.get(0).<String>getAs("principal")).isEqualTo(BOB);
    assertThat(rows.get(1).<String>getAs("principal")).isEqualTo(ALICE);
    assertThat(rows.get(1).<String>getAs("outcome")).isEqualTo("refused");
    assertThat(rows.get(1).<String>getAs("s3a_operation")).isEqualTo("op_open");
  }

  @Test
  void operations_bytes_and_outcomes() throws Exception {
    logs.vend(0, ALICE, "READWRITE", "s3://lake/a/*");
    String session = session();
    logs.line(1, session, "R1", "REST.GET.OBJECT", "a/%25C3%25BC%2520%252B", "206", "-", "s-1");
    logs.line(2, session, "R2", "REST.PUT.OBJECT", "a/1", "200", "-", "s-1");
    logs.line(3, session, "R3", "REST.HEAD.OBJECT", "a/2", "404", "NoSuchKey", "s-1");
    logs.line(4, session, "R4", "REST.GET.OBJECT", "a/3", "403", "AccessDenied", "s-1");
    logs.line(5, session, "R5", "REST.PUT.OBJECT", "a/4", "503", "SlowDown", "s-1");
    logs.line(6, session, "R6", "REST.GET.OBJECT", "a/5", "400", "ExpiredToken", "s-1");
    logs.line(7, session, "R7", "REST.POST.MULTI_OBJECT_DELETE", "-", "200", "-", "s-2");
    logs.line(7, session, "R7", "BATCH.DELETE.OBJECT", "a/x%2525", "204", "-", "-");

    List<String> seen =
        AuditReport.lines(spark, logs.write()).collectAsList().stream()
            .map(
                row ->
                    String.join(
                        " ",
                        row.getAs("s3a_operation"),
                        row.<String>getAs("path").replace("s3://lake/", "/"),
                        String.valueOf(row.<Long>getAs("bytes")),
                        row.getAs("outcome"),
                        row.getAs("span_id"),
                        row.getAs("explained_by")))
            .toList();

    assertThat(seen)
        .containsExactlyInAnyOrder(
            "op_open /a/ü + 100 allowed s-1 scope",
            "op_open /a/1 1000 allowed s-1 scope",
            "op_open /a/2 null allowed s-1 scope",
            "op_open /a/3 100 refused s-1 scope",
            "op_open /a/4 1000 failed s-1 scope",
            "op_open /a/5 100 refused s-1 scope",
            "op_open / null allowed s-2 scope",
            "op_open /a/x%25 null allowed s-2 scope");
  }

  @Test
  void reads_what_aws_delivers() throws Exception {
    String vend = logs.vend(0, ALICE, "READ", "s3://lake/a/*");
    logs.request(0, session(), "REST.GET.OBJECT", "a/1", "s-1");
    logs.raw("not a line of the log");

    AuditOptions options = logs.writeAsDelivered();
    assertThat(rows(options)).containsExactly(row("READ", "a/1", "scope", vend));
    assertThat(new AuditLogReader(spark).unreadable(options.accessLogs())).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--access-logs a | --cloudtrail: is required",
        "--cloudtrail a | --access-logs: is required",
        "--cloudtrail a --access-logs | --access-logs: needs a value",
        "--cloudtrail a --cloudtrail b --access-logs c | --cloudtrail: given twice",
        "--cloud-trail a | --cloud-trail: unknown option"
      })
  void options_that_are_not_allowed(String arguments, String complaint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AuditOptions.parse(arguments.split(" ")))
        .withMessageStartingWith(complaint)
        .withMessageEndingWith(AuditOptions.USAGE);
  }

  private static String row(String permission, String key, String explainedBy, String call) {
    return String.join(" ", permission, key, explainedBy, call);
  }

  /** Permission, path, explanation and call of each line, by time. */
  private static List<String> rows(AuditOptions options) throws IOException {
    return AuditReport.lines(spark, options).collectAsList().stream()
        .map(
            row ->
                row.getAs("grant_permission")
                    + " "
                    + row.<String>getAs("path").replace("s3://lake/", "")
                    + " "
                    + row.getAs("explained_by")
                    + " "
                    + row.getAs("get_data_access"))
        .toList();
  }
}
