package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Structured Streaming, stopped while S3 Control leaves a request for credentials unanswered. */
class StoppedQueryIT {
  /** Far less than the call would be waited for. */
  private static final Duration AT_ONCE = Duration.ofSeconds(15);

  private static final String CONFIGURATION =
      """
      region: us-east-1
      account: "111122223333"
      principals:
        - name: dave
          accessKey: EXAMPLESTREAMINGDAVE
          secretKey: secret-of-dave
          arn: "arn:aws:iam::111122223333:user/dave"
      buckets: [lake, other]
      locations: [{scope: "s3://", iamRoleArn: "arn:aws:iam::111122223333:role/grants"}]
      grants:
        - {location: "s3://", subPrefix: "lake/*", grantee: dave, permission: READWRITE}
        - {location: "s3://", subPrefix: "other/*", grantee: dave, permission: READWRITE}
      """;

  @TempDir Path work;

  @Test
  void a_stopped_query_ends_at_once_and_has_not_failed() throws Exception {
    Path local = Files.createDirectory(work.resolve("job"));
    try (EmulatorJar emulator = EmulatorJar.start(work, CONFIGURATION);
        HangingService s3Control = new HangingService(emulator.endpoint("s3control"))) {
      Process job =
          new SparkJvm(local, emulator)
              .withLibrary(s3Control.uri(), emulator.endpoint("sts"))
              .start(
                  "EXAMPLESTREAMINGDAVE",
                  "secret-of-dave",
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

  /** The job's next line; Spark prints others. */
  private static String next(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(CommitterJobs.MARK)) {
        return line.substring(CommitterJobs.MARK.length());
      }
    }
    return "nothing more";
  }
}
