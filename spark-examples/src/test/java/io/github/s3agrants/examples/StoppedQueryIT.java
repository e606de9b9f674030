package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stopping a Structured Streaming query while S3 Control does not answer GetDataAccess. */
class StoppedQueryIT {
  /** Far less than the timeout of the call. */
  private static final Duration AT_ONCE = Duration.ofSeconds(15);

  private static final Principal DAVE = TestPrincipals.named("dave");

  private static final String CONFIGURATION =
      String.join(
          "\n",
          "region: us-east-1",
          "account: \"" + TestPrincipals.ACCOUNT + "\"",
          "principals:",
          EmulatorJar.yaml(DAVE),
          "buckets: [lake, other]",
          EmulatorJar.LOCATIONS,
          "grants:",
          "  - {location: \"s3://\", subPrefix: \"lake/*\", grantee: dave, permission: READWRITE}",
          "  - {location: \"s3://\", subPrefix: \"other/*\", grantee: dave, permission: READWRITE}",
          "");

  @TempDir Path work;

  @Test
  void a_stopped_query_ends_at_once_and_has_not_failed() throws Exception {
    Path local = Files.createDirectory(work.resolve("job"));
    try (EmulatorJar emulator = EmulatorJar.start(work, CONFIGURATION);
        HangingService s3Control = new HangingService(emulator.endpoints().s3Control())) {
      SparkSettings settings =
          new SparkSettings(local, emulator.endpoints())
              .withLibrary(s3Control.uri(), emulator.endpoints().sts());
      Process job =
          new SparkJvm(local, settings)
              .start(
                  DAVE,
                  StoppedQueryJob.class,
                  "s3a://lake/in",
                  "s3a://other/out",
                  local.resolve("checkpoint").toString());
      try (BufferedReader output = job.inputReader();
          PrintWriter input = new PrintWriter(job.outputWriter(), true)) {
        assertThat(next(output)).isEqualTo("ready");
        s3Control.hang();
        input.println("start");
        s3Control.awaitRequest();
        Instant stopping = Instant.now();
        input.println("stop");
        assertThat(next(output)).isEqualTo("stopped true");
        assertThat(Duration.between(stopping, Instant.now())).isLessThan(AT_ONCE);
        assertThat(job.waitFor()).isZero();
      } finally {
        job.destroyForcibly();
      }
    }
  }

  /** The next line that the job printed for the test; lines of Spark are skipped. */
  private static String next(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(CommitterJobs.MARK)) {
        return line.substring(CommitterJobs.MARK.length());
      }
    }
    return "nothing more";
  }
}
