package io.github.s3agrants.tools;

import static io.github.s3agrants.tools.LogFolder.ALICE;
import static io.github.s3agrants.tools.LogFolder.BOB;
import static io.github.s3agrants.tools.LogFolder.session;
import static io.github.s3agrants.tools.LogFolder.span;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statements of docs/audit.md: the views for Athena, and the join for both. */
class AthenaQueriesTest {

  private static SparkSession spark;

  @TempDir Path folder;

  @BeforeAll
  static void startSpark(@TempDir Path work) {
    spark = LocalSpark.start(work);
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @Test
  void the_query_in_the_document_is_that_of_the_report() throws Exception {
    assertThat(AthenaQueries.statement("WITH vended")).isEqualTo(AuditReport.query().strip());
  }

  @Test
  void athenas_views_give_what_the_report_reads() throws Exception {
    LogFolder logs = new LogFolder(folder);
    logs.vend(0, ALICE, "READ", "s3://lake/shared/*", span("a-7"));
    logs.vend(
        0,
        BOB,
        "READ",
        "s3://lake/shared/x",
        span("b-1"),
        event -> LogFolder.parameters(event).put("targetType", "Object"));
    logs.vend(1, ALICE, "WRITE", "s3://lake/one");
    logs.vend(2, ALICE, "READWRITE", "s3://lake", event -> event.remove("additionalEventData"));
    logs.vend(3, BOB, "READ", "s3://lake/b/**", event -> event.put("errorCode", "AccessDenied"));
    String named = session();
    logs.vend(
        4,
        BOB,
        "READ",
        "s3://lake/c/*",
        event -> {
          event
              .putObject("additionalEventData")
              .put("session", named.substring(named.lastIndexOf('/') + 1));
          event.putObject("responseElements").put("matchedGrantTarget", "s3://lake/*");
          LogFolder.parameters(event).remove("durationSeconds");
        });
    String one = session();
    logs.request(1, one, "REST.GET.OBJECT", "shared/%25C3%25BC%2520%252B", "a-7");
    logs.request(2, one, "REST.GET.BUCKET", "shared%2Fx%20y%2F", "a-8");
    logs.request(3, session(), "REST.HEAD.OBJECT", "shared/x", "b-1");
    logs.request(4, named, "REST.COPY.OBJECT_GET", "c/1", "-");
    logs.line(5, session(), "R7", "REST.POST.MULTI_OBJECT_DELETE", "-", "200", "-", "s-2");
    logs.line(5, session(), "R7", "BATCH.DELETE.OBJECT", "a/x%2525", "204", "-", "-");
    logs.line(6, ALICE, "R8", "REST.PUT.OBJECT", "a/1", "503", "SlowDown", "s-1");
    logs.line(7, ALICE, "R9", "REST.PUT.PART", "a/1", "403", "AccessDenied", "s-1");
    logs.line(8, "-", "R10", "REST.GET.OBJECT", "a/1", "400", "ExpiredToken", "s-1");
    AuditOptions options = logs.write();

    AuditLogReader reader = new AuditLogReader(spark);
    AthenaQueries athena = AthenaQueries.on(spark, options);

    assertThat(athena.rows("vends"))
        .hasSize(6)
        .isEqualTo(AthenaQueries.rows(reader.vends(options.cloudTrail())));
    assertThat(athena.rows("requests"))
        .hasSize(9)
        .isEqualTo(AthenaQueries.rows(reader.requests(options.accessLogs())));
    assertThat(AthenaQueries.rows(spark.sql(AthenaQueries.statement("WITH vended"))))
        .hasSize(10)
        .isEqualTo(AthenaQueries.rows(AuditReport.lines(spark, options)));
  }
}
