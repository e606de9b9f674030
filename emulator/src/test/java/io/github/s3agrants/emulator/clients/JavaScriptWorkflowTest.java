package io.github.s3agrants.emulator.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.clients.OtherProgram.Outcome;
import io.github.s3agrants.testkit.TestLake;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The scenario of {@link SdkWorkflowTest} with the AWS SDK for JavaScript; see src/test/js. */
final class JavaScriptWorkflowTest {
  private static final Path SOURCE = Path.of("src", "test", "js");
  private static final Path PLACE = Path.of("target", "js-client");
  private static final long LIMIT_SECONDS = 180;

  @Test
  @Timeout(value = 2 * LIMIT_SECONDS, unit = TimeUnit.SECONDS)
  void prints_ok() throws Exception {
    assumeTrue(isOnPath("node") && isOnPath("npm"), "node is not installed");
    install();
    try (AccessGrantsEmulator emulator = TestLake.withoutInstance().start()) {
      Outcome outcome =
          run(
              OtherProgram.KEYS,
              "node",
              "--no-warnings",
              "workflow.mjs",
              emulator.endpoints().toJson());
      assertThat(outcome.all()).isEqualTo("OK\n");
      assertThat(outcome.exit()).isZero();
      assertThat(
              emulator.journal().service(Service.S3).signer(SignerKind.VENDED).count("GetObject"))
          .isEqualTo(7);
      assertThat(emulator.journal().count("GetDataAccess")).isEqualTo(6);
    }
  }

  private static void install() throws Exception {
    Files.createDirectories(PLACE);
    for (String name : new String[] {"package.json", "workflow.mjs"}) {
      Files.copy(SOURCE.resolve(name), PLACE.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    // There is no lock file, because it would name the registry in use. All versions are exact.
    Outcome outcome =
        run(
            Map.of(),
            "npm",
            "install",
            "--no-package-lock",
            "--no-audit",
            "--no-fund",
            "--prefer-offline",
            "--fetch-retries=1",
            "--fetch-timeout=20000");
    assumeTrue(
        !outcome.all().matches("(?s).*(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH).*"),
        "npm cannot reach a registry");
    assertThat(outcome.exit()).as(outcome.all()).isZero();
  }

  private static Outcome run(Map<String, String> environment, String... command) throws Exception {
    return OtherProgram.run(PLACE, LIMIT_SECONDS, environment, List.of(command));
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
