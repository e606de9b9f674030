package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.testkit.TestLake;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3control.model.Credentials;

/** The status page, as text and in a browser. */
final class StatusPageTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final String HOSTILE =
      "alice/<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">&'";
  private static final Pattern AS_OF = Pattern.compile("as of ([0-9T:.-]+Z)");
  private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");

  private final ManualClock clock = new ManualClock(START);
  private AccessGrantsEmulator emulator;
  private EmulatorClients clients;
  private Credentials vended;

  @BeforeEach
  void start() throws Exception {
    emulator = TestLake.ofAlice(Permission.READWRITE).clock(clock).start();
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
  void as_text() throws Exception {
    HttpResponse<String> page = get("/");
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'sha256-", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.body())
        .contains("s3://lake/alice/*", ALICE.arn(), vended.accessKeyId(), "PutObject")
        .contains("2026-05-01T01:00:00Z")
        .contains("&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;&lt;img")
        .doesNotContain("<script>document", "<img")
        .doesNotContain(vended.secretAccessKey(), vended.sessionToken(), ALICE.secretKey());
    assertThat(get("/emulator").body()).isEqualTo(page.body());
    assertThat(get("/emulator/journal").body()).contains("\"latencyMillis\":");
    clock.advance(Duration.ofHours(2));
    assertThat(get("/").body()).contains("Live credentials (0)");
  }

  @Test
  void in_a_browser(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(CHROMIUM), "chromium is not installed");
    String dom = browse(folder, "--virtual-time-budget=1000");
    assertThat(dom).contains("PutObject", vended.accessKeyId());
    assertThat(dom).contains("<title>Access Grants emulator</title>").contains("&lt;img src=x");
    assertThat(dom).doesNotContain("<img");
  }

  @Test
  void refreshes_itself(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(CHROMIUM), "chromium is not installed");
    // Every reading of the clock advances it, so the page shows how often it was rendered.
    clock.tick(Duration.ofSeconds(1));
    Instant once = asOf(get("/").body());
    Duration perPage = Duration.between(once, asOf(get("/").body()));
    Instant before = asOf(get("/").body());
    Instant shown = asOf(browse(folder, "--virtual-time-budget=9000"));
    assertThat(Duration.between(before, shown)).isGreaterThanOrEqualTo(perPage.multipliedBy(2));
  }

  private static Instant asOf(String page) {
    Matcher matcher = AS_OF.matcher(page);
    assertThat(matcher.find()).as(page).isTrue();
    return Instant.parse(matcher.group(1));
  }

  private String browse(Path folder, String budget) throws Exception {
    Path out = folder.resolve("dom.html");
    Process browser =
        new ProcessBuilder(
                List.of(
                    CHROMIUM.toString(),
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--user-data-dir=" + folder.resolve("profile"),
                    budget,
                    "--dump-dom",
                    emulator.endpoints().s3Control().resolve("/").toString()))
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err.txt").toFile())
            .start();
    try {
      assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly().onExit().get(10, TimeUnit.SECONDS);
    }
    return Files.readString(out);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(emulator.endpoints().s3Control().resolve(path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
