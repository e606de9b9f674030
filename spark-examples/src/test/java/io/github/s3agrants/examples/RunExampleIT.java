package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bin/run-example} with this build, from another folder: success, failures and signals. */
class RunExampleIT {

  /**
   * Two are granted. Of the refused path, Spark 4 asks for the object and the folder one by one.
   */
  private static final int CALLS = SparkSettings.VERSION.startsWith("3.") ? 4 : 5;

  @TempDir Path elsewhere;
  private RunExample example;

  @BeforeEach
  void setUp() {
    example = new RunExample(elsewhere);
  }

  @AfterEach
  void endWhatATestLeft() {
    example.close();
  }

  @Test
  void runs_to_its_end() throws Exception {
    Process process = example.startBuilt();
    List<String> output = process.inputReader().lines().toList();

    assertThat(process.waitFor()).as(() -> String.join("\n", output)).isZero();
    assertThat(output.get(output.size() - 1))
        .matches(
            "FLIGHT DELAYS OK: 10,000 flights, "
                + CALLS
                + " GetDataAccess calls,"
                + " 0 requests signed with base credentials");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void reports_who_read_what() throws Exception {
    Process process = example.startBuilt("--audit");
    List<String> output = process.inputReader().lines().toList();

    assertThat(process.waitFor()).as(() -> String.join("\n", output)).isZero();
    assertThat(output)
        .anyMatch(line -> line.startsWith("FLIGHT DELAYS OK: "))
        .anyMatch(
            line ->
                line.matches(
                    "\\|.*:user/analyst *\\|s3://lake/bob/\\* *\\|READWRITE *\\|op_create .*"));
    // The administrator's three uploads are not vended.
    assertThat(output.get(output.size() - 1))
        .matches(
            "AUDIT: \\d{3} S3 requests explained by 2 GetDataAccess calls, 3 unexplained;"
                + " 0 refused by S3; "
                + (CALLS - 2)
                + " GetDataAccess calls refused");
  }

  @Test
  void on_a_cluster_only_the_driver_has_an_identity_and_calls_access_grants() throws Exception {
    Process process = example.startBuilt("--cluster");
    List<String> output = new ArrayList<>();
    ClusterProcesses cluster =
        new ClusterProcesses(RunExample.readUpTo("      write ", process, output));
    cluster.assertThatOnlyTheDriverHasAnIdentity();
    process.inputReader().lines().forEach(output::add);

    assertThat(process.waitFor()).as(() -> String.join("\n", output)).isZero();
    assertThat(output.get(output.size() - 1))
        .matches(
            "FLIGHT DELAYS OK: 10,000 flights, "
                + CALLS
                + " GetDataAccess calls, all by the driver,"
                + " 0 requests signed with base credentials");
    assertThat(output)
        .anyMatch(line -> line.matches(" +driver +[1-9]\\d* +[1-9]\\d* +[1-9]\\d* +0 +0"));
    for (int executor = 0; executor < 2; executor++) {
      String idle = " +executor-" + executor + " +0 +0 +[1-9]\\d* +0 +0";
      assertThat(output).anyMatch(line -> line.matches(idle));
    }
    assertThat(output)
        .anyMatch(line -> line.matches(" +executor 0 +READWRITE +s3://lake/bob/\\* +1 .*"))
        .anyMatch(line -> line.matches(" +GetDataAccess calls: .*, all by the driver"));
    cluster.assertThatNoSecretIsLeft();
  }

  /**
   * INT while only the emulator runs, TERM while Spark runs as well, and TERM while seven JVMs run.
   */
  @ParameterizedTest
  @CsvSource({
    "--no-build, INT, '[3/5]', 130, 1",
    "--no-build, TERM, '      read ', 143, 2",
    "--cluster, TERM, '      write ', 143, 7"
  })
  void leaves_no_process_when_it_is_ended(
      String option, String signal, String start, int status, int processes) throws Exception {
    Process process = example.startBuilt(option);
    List<String> output = new ArrayList<>();
    List<ProcessHandle> started = RunExample.readUpTo(start, process, output);
    send(signal, process);
    process.inputReader().lines().forEach(output::add);

    assertThat(process.waitFor()).as(() -> String.join("\n", output)).isEqualTo(status);
    assertThat(started).hasSizeGreaterThanOrEqualTo(processes);
    assertThat(started).noneMatch(RunExample::isRunning);
  }

  @Test
  void leaves_no_process_when_the_job_fails() throws Exception {
    Files.writeString(elsewhere.resolve("broken.parquet"), "not Parquet");

    Process process = example.startBuilt("--data", "broken.parquet");
    List<String> output = new ArrayList<>();
    List<ProcessHandle> started = RunExample.readUpTo("      read ", process, output);
    process.inputReader().lines().forEach(output::add);

    assertThat(process.waitFor()).as(() -> String.join("\n", output)).isOne();
    assertThat(output).anyMatch(line -> line.contains("is not a Parquet file"));
    assertThat(output.get(output.size() - 1))
        .startsWith("run-example: the job failed")
        .endsWith("spark.log");
    assertThat(started).hasSizeGreaterThanOrEqualTo(2).noneMatch(RunExample::isRunning);
  }

  @Test
  void leaves_no_process_when_a_worker_ends() throws Exception {
    Process process = example.startBuilt("--cluster");
    List<String> output = new ArrayList<>();
    List<ProcessHandle> started = RunExample.readUpTo("      write ", process, output);
    new ClusterProcesses(started).worker().destroyForcibly();
    process.inputReader().lines().forEach(output::add);

    assertThat(process.waitFor()).as(() -> String.join("\n", output)).isOne();
    assertThat(output)
        .anyMatch(line -> line.matches("run-example: the worker-\\d ended too early: .*"));
    assertThat(started).hasSizeGreaterThanOrEqualTo(7).noneMatch(RunExample::isRunning);
  }

  @ParameterizedTest
  @CsvSource({
    "--help, 0, Usage: run-example",
    "--frobnicate, 1, unknown option '--frobnicate'",
    "--data, 1, --data needs a Parquet file",
    "--spark, 1, --spark needs 3.5.9 or 4.1.1",
    "--spark-home bin, 1, --spark-home needs a folder with Spark's folder jars",
    "--hadoop 3.4, 1, --hadoop needs 3.3",
    "--hadoop 3.3, 1, --hadoop 3.3 needs --spark-home DIR",
    "--job, 1, --job needs flight-delays or lakehouse",
    "--job lakehouse --cluster, 1, '--cluster is for the job flight-delays, not for lakehouse'"
  })
  void tells_what_it_takes(String options, int status, String answer) throws Exception {
    Process process = example.start(options.split(" "));
    String output = String.join("\n", process.inputReader().lines().toList());

    assertThat(process.waitFor()).isEqualTo(status);
    assertThat(output).contains(answer);
  }

  private static void send(String signal, Process process) throws Exception {
    Process kill =
        new ProcessBuilder("bash", "-c", "kill -" + signal + " " + process.pid())
            .inheritIO()
            .start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }
}
