package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator's jar goes beside Spark's, in one JVM. */
class EmulatorInSparkIT {
  @TempDir Path work;

  @Test
  void one_jvm_has_both() throws Exception {
    Path errors = work.resolve("errors");
    Process job =
        SparkJvm.command(
                String.join(
                    File.pathSeparator,
                    SparkSettings.BUILD.resolve("test-classes").toString(),
                    SparkSettings.BUILD.resolve("s3a-access-grants.jar").toString(),
                    EmulatorJar.JAR.toString()),
                List.of("-Xmx1g"),
                List.of(EmulatorInSparkJob.class.getName()),
                work.resolve("log"))
            .directory(work.toFile())
            .redirectError(errors.toFile())
            .start();
    try (BufferedReader output = job.inputReader()) {
      List<String> said =
          output
              .lines()
              .filter(line -> line.startsWith(CommitterJobs.MARK))
              .map(line -> line.substring(CommitterJobs.MARK.length()))
              .toList();
      assertThat(said)
          .as(() -> read(errors))
          .containsExactly(
              "read: 100",
              "another's: refused true",
              "signed by the caller: 0",
              "GetDataAccess of the table: true");
      assertThat(job.waitFor()).isZero();
    } finally {
      job.destroyForcibly();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
