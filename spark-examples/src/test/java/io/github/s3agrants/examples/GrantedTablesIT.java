package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark reads tables of which a user may read some partitions, and single files. */
class GrantedTablesIT {
  private static final Principal OWNER = TestPrincipals.named("owner");
  private static final Principal DAVE = TestPrincipals.named("dave");

  private static final String CONFIGURATION =
      String.join(
          "\n",
          "region: us-east-1",
          "account: \"" + TestPrincipals.ACCOUNT + "\"",
          "principals:",
          EmulatorJar.yaml(OWNER),
          EmulatorJar.yaml(DAVE),
          "buckets: [lake]",
          EmulatorJar.LOCATIONS,
          "grants:",
          "  - {location: \"s3://\", subPrefix: \"lake/*\", grantee: owner, permission: READWRITE}",
          grantOfDave("lake/p/t/day=1/*"),
          grantOfDave("lake/p/t/day=2/*"),
          grantOfDave("lake/one/file.csv\", s3PrefixType: \"Object"),
          "");

  @TempDir Path work;

  private static String grantOfDave(String subPrefix) {
    return "  - {location: \"s3://\", subPrefix: \""
        + subPrefix
        + "\", grantee: dave, permission: READ}";
  }

  @Test
  void what_is_granted_is_read_and_a_table_in_part_only_if_that_is_wanted() throws Exception {
    try (EmulatorJar emulator = EmulatorJar.start(work, CONFIGURATION)) {
      assertThat(run(emulator, OWNER, "write", false)).containsExactly("written: true");

      assertThat(run(emulator, DAVE, "read", false))
          .containsExactly(
              "csv: 3",
              "binaryFile: 1",
              "partition: [1,4]",
              "partitions: [1,4][2,4]",
              "table: refused true",
              "other partition: refused true");
      assertThat(run(emulator, DAVE, "read", true))
          .containsExactly(
              "csv: 3",
              "binaryFile: 1",
              "partition: [1,4]",
              "partitions: [1,4][2,4]",
              "table: [1,4][2,4]",
              "other partition: refused true");
    }
  }

  private List<String> run(EmulatorJar emulator, Principal user, String what, boolean listsGranted)
      throws IOException, InterruptedException {
    Path local = Files.createDirectory(work.resolve(what + listsGranted));
    SparkSettings settings =
        new SparkSettings(local, emulator.endpoints())
            .withLibrary(emulator.endpoints().s3Control(), emulator.endpoints().sts())
            .s3a("accessgrants.list.granted", String.valueOf(listsGranted));
    Process job = new SparkJvm(local, settings).start(user, GrantedTablesJob.class, what);
    try (BufferedReader output = job.inputReader()) {
      List<String> said =
          output
              .lines()
              .filter(line -> line.startsWith(CommitterJobs.MARK))
              .map(line -> line.substring(CommitterJobs.MARK.length()))
              .toList();
      assertThat(job.waitFor()).isZero();
      return said;
    } finally {
      job.destroyForcibly();
    }
  }
}
