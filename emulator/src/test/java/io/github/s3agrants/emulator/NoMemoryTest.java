package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.testkit.TestLake;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Uploads for which there is no memory, to an emulator of its own process. */
final class NoMemoryTest {
  private static final int MORE_THAN_THE_HEAP = 48 * 1024 * 1024;

  @TempDir private Path folder;

  @Test
  void is_said_and_the_emulator_goes_on() throws Exception {
    Path config = folder.resolve("c.yaml");
    Files.writeString(
        config,
        """
        principals:
          - name: admin
            accessKey: %s
            secretKey: %s
            arn: %s
            s3: [{scope: "s3://", permission: READWRITE}]
        buckets: [%s]
        """
            .formatted(ADMIN.accessKey(), ADMIN.secretKey(), ADMIN.arn(), TestLake.BUCKET));
    Path errors = folder.resolve("errors");
    Process process = start(config, errors);
    try (BufferedReader out = process.inputReader(UTF_8)) {
      URI s3 = URI.create(JsonMapper.shared().readTree(out.readLine()).get("s3").asString());
      SignedHttp http = new SignedHttp(s3, ADMIN);

      SignedHttp.Answer answer = http.send("PUT", "/lake/k", new byte[MORE_THAN_THE_HEAP]);

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.text()).contains("<Code>InternalError</Code>", "keeps objects in memory");
      assertThat(http.send("PUT", "/lake/k", new byte[] {1}).statusCode()).isEqualTo(200);
      assertThat(http.send("GET", "/lake/k", new byte[0]).body()).containsExactly(1);
    } finally {
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Files.readString(errors)).hasLineCount(1).contains("PUT /lake/k failed: Java heap");
  }

  private static Process start(Path config, Path errors) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx40m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "--config",
            config.toString())
        .redirectError(errors.toFile())
        .start();
  }
}
