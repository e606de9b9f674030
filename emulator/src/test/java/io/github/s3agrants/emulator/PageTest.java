package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.testkit.TestLake;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3control.model.Credentials;
import software.amazon.awssdk.services.s3control.model.S3ControlException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page at {@code /emulator/}: its JSON, and the page in a browser. */
final class PageTest {
  private static final String HOSTILE =
      "alice/<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">&'\u202e";
  private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");

  private final ManualClock clock = new ManualClock(START);
  private AccessGrantsEmulator emulator;
  private EmulatorClients clients;
  private Credentials vended;

  @TempDir Path folder;

  @BeforeEach
  void start() throws Exception {
    emulator =
        TestLake.builder()
            .grant(TestLake.LOCATION, "lake/alice/*", "alice", Permission.READWRITE)
            .clock(clock)
            .start();
    clients = new EmulatorClients(emulator.endpoints());
    vended =
        clients.vend(
            ALICE,
            "s3://lake/alice/*",
            software.amazon.awssdk.services.s3control.model.Permission.READWRITE);
    clients
        .s3(EmulatorClients.credentials(vended))
        .putObject(r -> r.bucket("lake").key(HOSTILE), RequestBody.fromString("x"));
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @Test
  void static_files_with_a_strict_policy() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(302);
    assertThat(get("/emulator").headers().firstValue("Location")).hasValue("/emulator/");
    for (String file : new String[] {"", "app.js", "style.css"}) {
      HttpResponse<String> answer = get("/emulator/" + file);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe", "http:", "data:");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
    assertThat(get("/emulator/").headers().firstValue("Content-Type"))
        .hasValue("text/html; charset=utf-8");
    assertThat(get("/emulator/").body()).doesNotContain("<script>", "style=", "http");
    assertThat(get("/emulator/app.js").body())
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
    assertThat(get("/emulator/icon.svg").headers().firstValue("Content-Type"))
        .hasValue("image/svg+xml");
  }

  /** As tools send it that only ask whether something answers. */
  @ParameterizedTest
  @ValueSource(strings = {"", "health", "journal", "faults"})
  void head_is_get_without_the_body(String path) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        emulator.endpoints().s3Control().resolve("/emulator/" + path))
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void the_state_as_json() throws Exception {
    JsonNode grant = json("/emulator/grants").path("grants").path(0);
    assertThat(grant.path("scope").asString()).isEqualTo("s3://lake/alice/*");
    assertThat(grant.path("grantee").asString()).isEqualTo(ALICE.arn());
    HttpResponse<String> live = get("/emulator/credentials");
    assertThat(live.body())
        .contains(vended.accessKeyId(), "2026-05-01T01:00:00Z", "s3://lake/alice/*")
        .doesNotContain(vended.secretAccessKey(), vended.sessionToken(), ALICE.secretKey());
    clock.advance(Duration.ofHours(2));
    assertThat(json("/emulator/credentials").path("total").asInt()).isZero();
    assertThat(json("/emulator/journal?last=1")).hasSize(1);
    assertThat(json("/emulator/journal?last=1").path(0).path("operation").asString())
        .isEqualTo("PutObject");
    assertThat(get("/emulator/journal?last=x").statusCode()).isEqualTo(400);
    assertThat(json("/emulator/operations").toString()).contains("GetDataAccess", "GetObject");
  }

  @Test
  void who_may_what_agrees_with_the_services() throws Exception {
    JsonNode alice = access("s3://lake/alice/report", "alice");
    assertThat(alice.path("READ").path("grant").path("scope").asString())
        .isEqualTo("s3://lake/alice/*");
    assertThat(alice.path("WRITE").path("allowed").asBoolean()).isTrue();
    assertThat(access("s3://lake/bob/report", "alice").path("READ").path("allowed").asBoolean())
        .isFalse();
    assertThat(access("s3://lake/*", "alice").path("READ").path("allowed").asBoolean()).isFalse();
    assertThat(access("s3://lake/alice/a*b", "alice").path("READ").path("allowed").asBoolean())
        .isTrue();
    JsonNode admin = access("s3://lake/bob/report", "admin");
    assertThat(admin.path("READ").path("grant").isNull()).isTrue();
    assertThat(admin.path("READ").path("ownPolicy").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "?path=", "?path=lake", "?path=s3://", "?path=s3://*", "?path=s3://L/x"})
  void paths_that_are_none(String query) throws Exception {
    assertThat(get("/emulator/access" + query).statusCode()).isEqualTo(400);
  }

  @Test
  void in_a_browser() throws Exception {
    assumeTrue(Chromium.isInstalled(), "chromium is not installed");
    try (Chromium browser = new Chromium(folder)) {
      browser.open(page(), 1280, 900, "light");
      browser.until(
          "document.querySelector('#calls td.code')?.textContent.includes('PutObject') || document.querySelector('#calls').textContent.includes('PutObject')");

      assertThat(text(browser, "#calls")).contains("<img src=x", "\\u{202e}", "PutObject");
      assertThat(
              browser.evaluate("document.querySelectorAll('main img, main script').length").asInt())
          .isZero();
      assertThat(browser.evaluate("document.title").asString()).isEqualTo("Access Grants emulator");
      assertThat(text(browser, "#grants")).contains("s3://lake/alice/*", ALICE.arn());
      assertThat(text(browser, "#credentials"))
          .contains(vended.accessKeyId(), "READWRITE s3://lake/alice/*");

      browser.evaluate("document.getElementById('path').focus()");
      browser.type("s3://lake/alice/report");
      browser.until("document.querySelectorAll('#access tbody tr').length > 1");
      assertThat(row(browser, "#access", "alice"))
          .contains("yes by the grant READWRITE on s3://lake/alice/* to " + ALICE.arn());
      assertThat(row(browser, "#access", "bob")).contains("no").doesNotContain("yes");
      browser.type("*x");
      browser.until("document.getElementById('path-error').textContent === ''");
      browser.evaluate("document.getElementById('path').select()");
      browser.type("lake");
      browser.until(
          "document.getElementById('path-error').textContent.includes('s3://bucket/key')");
      assertThat(text(browser, "#access")).isEmpty();

      // A call made now shows without a reload.
      assertThatExceptionOfType(S3ControlException.class)
          .isThrownBy(
              () ->
                  clients.vend(
                      ALICE,
                      "s3://lake/bob/*",
                      software.amazon.awssdk.services.s3control.model.Permission.READ));
      browser.until(
          "document.querySelector('#calls').textContent.includes('READ s3://lake/bob/*')");
      assertThat(text(browser, "#calls")).contains("403 AccessDenied");
    }
  }

  @Test
  void a_fault_is_switched_on_and_off_with_the_keyboard() throws Exception {
    assumeTrue(Chromium.isInstalled(), "chromium is not installed");
    try (Chromium browser = new Chromium(folder)) {
      browser.open(page(), 320, 800, "dark");
      browser.until("document.getElementById('fault-operation').value === 'GetDataAccess'");
      browser.evaluate("document.getElementById('fault-times').focus()");
      browser.type("2");
      browser.press("Enter", 13, "\r");
      browser.until("document.querySelectorAll('#faults tbody tr').length === 1");
      assertThat(text(browser, "#faults")).contains("GetDataAccess", "503 SlowDown", "2");
      assertThat(emulator.faults().plan().operations().get(ControlOperation.GET_DATA_ACCESS))
          .satisfies(fault -> assertThat(fault.status()).isEqualTo(503));
      assertThatExceptionOfType(S3ControlException.class)
          .isThrownBy(
              () ->
                  clients.vend(
                      ALICE,
                      "s3://lake/alice/*",
                      software.amazon.awssdk.services.s3control.model.Permission.READ))
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(503));

      browser.evaluate("document.querySelector('#faults button').focus()");
      browser.press("Enter", 13, "\r");
      browser.until("document.querySelectorAll('#faults tbody tr').length === 0");
      assertThat(emulator.faults().plan().operations()).isEmpty();
    }
  }

  @Test
  void on_a_phone_dark_and_light() throws Exception {
    assumeTrue(Chromium.isInstalled(), "chromium is not installed");
    Path pictures = Files.createDirectories(Path.of("target", "page"));
    try (Chromium browser = new Chromium(folder)) {
      emulator.faults().set(ControlOperation.GET_DATA_ACCESS, Fault.throttling());
      browser.open(page(), 1280, 900, "light");
      browser.until("document.querySelectorAll('#faults tbody tr').length === 1");
      browser.evaluate("document.getElementById('path').focus()");
      browser.type("s3://lake/alice/a-long-name-without-a-place-to-break-it/" + "x".repeat(200));
      browser.until("document.querySelectorAll('#access tbody tr').length > 1");
      browser.evaluate("document.activeElement.blur()");
      for (int width : new int[] {1280, 768, 320}) {
        byte[][] seen = new byte[2][];
        for (String scheme : new String[] {"light", "dark"}) {
          browser.window(width, 900, scheme);
          assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
              .as("width of the page in a window of %s", width)
              .isLessThanOrEqualTo(width);
          byte[] picture = browser.screenshot();
          Files.write(pictures.resolve(width + "-" + scheme + ".png"), picture);
          seen[scheme.equals("dark") ? 1 : 0] = picture;
        }
        assertThat(seen[0]).isNotEqualTo(seen[1]);
      }
      browser.window(320, 900, "light");
      assertThat(background(browser)).isEqualTo("rgb(245, 246, 248)");
      browser.window(320, 900, "dark");
      assertThat(background(browser)).isEqualTo("rgb(15, 19, 24)");
      // Whatever takes the focus has a name that a screen reader says.
      assertThat(
              browser
                  .evaluate(
                      "[...document.querySelectorAll('input, select, button')].filter(e =>"
                          + " !(e.labels?.length || e.ariaLabel || e.textContent.trim())).length")
                  .asInt())
          .isZero();
    }
  }

  private static String background(Chromium browser) throws Exception {
    return browser.evaluate("getComputedStyle(document.body).backgroundColor").asString();
  }

  private static String text(Chromium browser, String selector) throws Exception {
    return browser
        .evaluate("document.querySelector('%s').textContent".formatted(selector))
        .asString();
  }

  private static String row(Chromium browser, String table, String name) throws Exception {
    return browser
        .evaluate(
            "[...document.querySelectorAll('%s tbody tr')].find(r => r.cells[0].textContent === '%s').textContent"
                .formatted(table, name))
        .asString();
  }

  private JsonNode access(String path, String principal) throws Exception {
    for (JsonNode answer :
        json("/emulator/access?path=" + path.replace("*", "%2A")).path("principals")) {
      if (answer.path("principal").asString().equals(principal)) {
        return answer;
      }
    }
    throw new AssertionError(principal);
  }

  private URI page() {
    return emulator.endpoints().s3Control().resolve("/emulator/");
  }

  private JsonNode json(String path) throws Exception {
    return JsonMapper.shared().readTree(get(path).body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(emulator.endpoints().s3Control().resolve(path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
