package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.examples.cluster.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The event logs of applications on S3, and Spark's history server that shows them. */
class EventLogIT {
  private static final Pattern STARTED = Pattern.compile("HistoryServer.* started at (http\\S+)");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE = new LakehouseExtension(Lakehouse.USUAL, Map.of());

  /** Runs one application on each side, which write the events, both at the same time. */
  private static void runApplications(Lakehouse lake) throws Exception {
    try (SparkProcess plain = application(lake, Side.PLAIN, Lakehouse.OWNER);
        SparkProcess vended = application(lake, Side.VENDED, Lakehouse.OWNER)) {
      assertThat(plain.await()).as(plain.log()).isZero();
      assertThat(vended.await()).as(vended.log()).isZero();
    }
  }

  private static SparkProcess application(Lakehouse lake, Side side, Principal user)
      throws IOException {
    return SparkProcess.start(
        lake.emulator(),
        user,
        List.of(),
        Map.of(
            "spark.eventLog.enabled",
            "true",
            "spark.eventLog.dir",
            side.root() + "/events",
            "spark.eventLog.rolling.enabled",
            "true"),
        List.of(LoggedJob.class.getName()));
  }

  private static SparkProcess historyServer(Lakehouse lake, Side side) throws IOException {
    return SparkProcess.start(
        lake.emulator(),
        Lakehouse.READER,
        List.of(),
        Map.of(
            "spark.history.fs.logDirectory",
            side.root() + "/events",
            // It reads the folder when it starts, and not again while the test counts.
            "spark.history.fs.update.interval",
            "1h",
            "spark.history.ui.port",
            "0"),
        List.of("org.apache.spark.deploy.history.HistoryServer"));
  }

  private static JsonNode get(String url) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).build();
    return JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private static Optional<JsonNode> applications(String api) throws IOException {
    try {
      return Optional.of(get(api)).filter(found -> !found.isEmpty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(api);
    }
  }

  /** What the history server shows of the only application: jobs that succeeded. */
  private static String shown(SparkProcess server) throws IOException, InterruptedException {
    String api = server.awaitLog(STARTED) + "/api/v1/applications";
    JsonNode applications =
        Deadline.await("applications", Duration.ofMinutes(1), () -> applications(api));
    assertThat(applications).hasSize(1);
    JsonNode application = applications.get(0);
    JsonNode jobs = get(api + "/" + application.path("id").asText() + "/jobs");
    return application.path("name").asText()
        + " "
        + application.path("attempts").get(0).path("completed").asBoolean()
        + " "
        + jobs.get(0).path("status").asText();
  }

  @Test
  void an_application_writes_and_the_history_server_of_a_reader_shows(Lakehouse lake)
      throws Exception {
    lake.makeFolders("events");
    lake.emulator().forget();
    runApplications(lake);
    RequestsOfBoth writers = RequestsOfBoth.of(lake).areTheSame();

    lake.emulator().forget();
    try (SparkProcess plain = historyServer(lake, Side.PLAIN);
        SparkProcess vended = historyServer(lake, Side.VENDED)) {
      assertThat(shown(plain)).isEqualTo("logged true SUCCEEDED");
      assertThat(shown(vended)).isEqualTo("logged true SUCCEEDED");
    }
    RequestsOfBoth readers = RequestsOfBoth.of(lake).areTheSame();
    assertThat(writers.vended().vended())
        .isEqualTo(Map.of("owner READWRITE s3://vended/team/*", 1L));
    assertThat(readers.vended().vended()).isEqualTo(Map.of("reader READ s3://vended/team/*", 1L));
    assertThat(files(lake, Side.VENDED)).isEqualTo(files(lake, Side.PLAIN)).hasSize(4);
  }

  @Test
  void an_application_whose_user_may_not_write_events_does_not_start(Lakehouse lake)
      throws Exception {
    lake.makeFolders("events");
    List<String> before = files(lake, Side.VENDED);
    try (SparkProcess vended = application(lake, Side.VENDED, Lakehouse.READER)) {
      assertThat(vended.await()).isNotZero();
      assertThat(vended.log())
          .contains("S3 Access Grants gave no credentials for WRITE on s3://vended/team/events/");
      assertThat(vended.output()).isEmpty();
    }
    assertThat(files(lake, Side.VENDED)).isEqualTo(before);
  }

  /** The names of the files, without the ID of the application. */
  private static List<String> files(Lakehouse lake, Side side) {
    return lake.keys(side).stream().map(key -> key.replaceAll("local-\\d+", "local-N")).toList();
  }
}
