package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor of the library's jar, started in each of the ways that docs/doctor.md names. */
class DoctorIT {
  private static final String DOCTOR = "io.github.s3agrants.tools.Doctor";
  private static final Path JAR = SparkSettings.BUILD.resolve("s3a-access-grants.jar");
  private static final Principal DAVE = TestPrincipals.named("dave");
  private static final long PATIENCE_SECONDS = 120;

  private static final String CONFIGURATION =
      String.join(
          "\n",
          "region: us-east-1",
          "account: \"" + TestPrincipals.ACCOUNT + "\"",
          "principals:",
          EmulatorJar.yaml(DAVE),
          "buckets: [lake]",
          EmulatorJar.LOCATIONS,
          "grants:",
          "  - {location: \"s3://\", subPrefix: \"lake/*\", grantee: dave, permission: READWRITE}",
          "");

  @TempDir Path work;
  private EmulatorJar emulator;
  private SparkSettings settings;

  @BeforeEach
  void start() throws IOException {
    emulator = EmulatorJar.start(work, CONFIGURATION);
    settings =
        new SparkSettings(work, emulator.endpoints())
            .withLibrary(emulator.endpoints().s3Control(), emulator.endpoints().sts());
  }

  @AfterEach
  void stop() throws Exception {
    emulator.close();
  }

  private record Output(int exitStatus, String text) {}

  /** What a terminal shows: standard output, without the log. */
  private Output run(String classPath, Map<String, String> environment, List<String> command)
      throws Exception {
    ProcessBuilder builder =
        SparkJvm.command(classPath, List.of(), command, work.resolve("doctor.log"))
            .redirectError(work.resolve("doctor.err").toFile());
    SparkJvm.identify(builder.environment(), DAVE);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(text).isTrue();
      return new Output(process.exitValue(), text);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static void assertIsWell(Output output) {
    assertThat(output.exitStatus()).as(output.text()).isZero();
    assertThat(output.text())
        .startsWith("S3 Access Grants doctor 0.")
        .contains("The caller is " + DAVE.arn(), "was written, read and removed")
        .doesNotContain(DAVE.secretKey(), "log4j", "\tat ");
  }

  /** As spark-class runs it, which reads no settings of Spark by itself. */
  @Test
  void with_the_class_path_and_the_settings_of_spark() throws Exception {
    Path conf = Files.createDirectory(work.resolve("spark-conf"));
    settings.write(conf.resolve("spark-defaults.conf"));
    Output output =
        run(
            JAR.toString(),
            Map.of("SPARK_CONF_DIR", conf.toString()),
            List.of(DOCTOR, "s3a://lake/team", "--write"));
    assertIsWell(output);
    assertThat(output.text()).contains("(from " + conf.resolve("spark-defaults.conf") + ")");
  }

  @Test
  void through_spark_submit_with_the_options_of_a_job() throws Exception {
    Path properties = settings.write(work.resolve("job.properties"));
    Output output =
        run(
            "",
            Map.of(),
            List.of(
                "org.apache.spark.deploy.SparkSubmit",
                "--properties-file",
                properties.toString(),
                "--driver-class-path",
                JAR.toString(),
                "--class",
                DOCTOR,
                JAR.toString(),
                "s3a://lake/team",
                "--write"));
    assertThat(output.text()).contains("The caller is " + DAVE.arn());
  }

  /** The library is where hadoop-aws is, and core-site.xml has the options. */
  @Test
  void as_hadoop_jar_runs_it() throws Exception {
    Output output =
        run(
            coreSite() + File.pathSeparator + JAR,
            Map.of(),
            List.of(
                "org.apache.hadoop.util.RunJar",
                JAR.toString(),
                "doctor",
                "s3a://lake/team",
                "--write"));
    assertIsWell(output);
    assertThat(output.text()).contains("(from core-site.xml)");
  }

  /** Then it works here, and in no job. */
  @Test
  void a_library_that_only_hadoop_jar_knows_is_a_failure() throws Exception {
    Output output =
        run(
            coreSite().toString(),
            Map.of(),
            List.of("org.apache.hadoop.util.RunJar", JAR.toString(), "doctor", "s3a://lake/team"));
    assertThat(output.exitStatus()).as(output.text()).isEqualTo(2);
    assertThat(output.text())
        .contains("S3A does not find the library", "Put its jar where hadoop-aws is");
  }

  private Path coreSite() throws IOException {
    Configuration conf = new Configuration(false);
    settings
        .all()
        .forEach(
            (key, value) -> {
              if (key.startsWith("spark.hadoop.")) {
                conf.set(key.substring("spark.hadoop.".length()), value);
              }
            });
    Path folder = Files.createDirectory(work.resolve("hadoop-conf"));
    try (OutputStream out = Files.newOutputStream(folder.resolve("core-site.xml"))) {
      conf.writeXml(out);
    }
    return folder;
  }
}
