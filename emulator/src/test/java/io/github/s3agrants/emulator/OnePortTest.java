package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestLake;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Each port serves S3, S3 Control, STS and the emulator's own pages. */
final class OnePortTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static AccessGrantsEmulator emulator;
  private static Endpoints endpoints;

  @BeforeAll
  static void start() throws Exception {
    emulator = TestLake.builder().start();
    endpoints = emulator.endpoints();
  }

  @AfterAll
  static void stop() throws Exception {
    emulator.close();
  }

  /** The names that mean something else to other services. */
  @ParameterizedTest
  @CsvSource({
    "S3, emulator",
    "S3, sts",
    "S3, v20180820",
    "CONTROL, emulator",
    "CONTROL, sts",
  })
  void bucket_of_any_name(String port, String bucket) {
    URI url = url(port);
    try (EmulatorClients clients = new EmulatorClients(new Endpoints(url, url, url))) {
      S3Client s3 = clients.s3(ADMIN);
      s3.createBucket(r -> r.bucket(bucket));
      s3.putObject(r -> r.bucket(bucket).key("journal"), RequestBody.fromString("mine"));
      assertThat(s3.getObjectAsBytes(r -> r.bucket(bucket).key("journal")).asUtf8String())
          .isEqualTo("mine");
      assertThat(s3.listObjectsV2(r -> r.bucket(bucket)).keyCount()).isEqualTo(1);
      s3.deleteObject(r -> r.bucket(bucket).key("journal"));
      s3.deleteBucket(r -> r.bucket(bucket));
    }
  }

  @ParameterizedTest
  @CsvSource({"S3", "CONTROL"})
  void all_services(String port) {
    URI url = url(port);
    try (EmulatorClients clients = new EmulatorClients(new Endpoints(url, url, url))) {
      assertThat(clients.sts(EmulatorClients.credentials(ADMIN)).getCallerIdentity().arn())
          .isEqualTo(ADMIN.arn());
      assertThat(
              clients
                  .control(ADMIN)
                  .listAccessGrants(r -> r.accountId("111122223333"))
                  .accessGrantsList())
          .isEmpty();
      assertThat(clients.s3(ADMIN).listBuckets().buckets()).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "S3, GET, /emulator/faults, 200, clockSkew",
    "CONTROL, GET, /emulator/faults, 200, clockSkew",
    "S3, GET, /, 403, <Error><Code>AccessDenied</Code>",
    "CONTROL, GET, /, 302, ''",
    "CONTROL, GET, /emulator/, 200, <html",
    "S3, GET, /lake/k, 403, <Error><Code>AccessDenied</Code>",
    "S3, POST, /, 403, MissingAuthenticationToken",
    "CONTROL, POST, /, 403, MissingAuthenticationToken",
    "S3, GET, /v20180820/accessgrantsinstance/grants, 403, <ErrorResponse><Error><Code>AccessDenied",
    "CONTROL, GET, /v20180820/accessgrantsinstance/grants, 403, <ErrorResponse><Error><Code>AccessDenied",
  })
  void unsigned(String port, String method, String path, int status, String text) throws Exception {
    String form = method.equals("POST") ? "Action=GetCallerIdentity&Version=2011-06-15" : "";
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(url(port).resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(text);
  }

  @Test
  void printed() {
    assertThat(endpoints.toJson())
        .isEqualTo(
            "{\"s3\":\"%s\",\"s3control\":\"%s\",\"sts\":\"%s\",\"all\":\"%s\"}"
                .formatted(
                    endpoints.s3(), endpoints.s3Control(), endpoints.sts(), endpoints.all()));
  }

  private static URI url(String port) {
    return port.equals("S3") ? endpoints.all() : endpoints.s3Control();
  }
}
