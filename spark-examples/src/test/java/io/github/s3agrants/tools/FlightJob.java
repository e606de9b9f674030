package io.github.s3agrants.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.examples.EmulatorJar;
import io.github.s3agrants.examples.FlightDelays;
import io.github.s3agrants.examples.SparkJvm;
import io.github.s3agrants.examples.SparkSettings;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The flight job of the example, against an emulator that writes both logs. Beside the job, an
 * administrator reads an object with their own credentials, and the analyst tries to.
 */
final class FlightJob {
  static final Principal ANALYST = TestPrincipals.named("analyst");
  static final Principal ADMIN = TestPrincipals.ADMIN;

  private static final String FLIGHTS = "alice/flights.json";
  private static final String AIRPORTS = "alice/airports.csv";
  private static final String PACKAGE = "io.github.s3agrants.examples.";
  private static final long MINUTES = 4;

  private final Path work;

  private FlightJob(Path work) {
    this.work = work;
  }

  /**
   * Runs it.
   *
   * @param work the folder for the logs, {@code cloudtrail.json} and {@code access.log}
   * @return what the emulator's journal has of it
   */
  static JsonNode run(Path work) throws IOException, InterruptedException {
    try (EmulatorJar emulator = EmulatorJar.start(work, configuration())) {
      new FlightJob(work).run(emulator);
      JsonNode journal = emulator.journal();
      assertThat(journal.path(0).path("sequence").asInt()).isOne();
      return journal;
    }
  }

  private static String configuration() {
    return String.join(
        "\n",
        "region: us-east-1",
        "cloudTrail: cloudtrail.json",
        "accessLog: access.log",
        "principals:",
        EmulatorJar.yaml(ADMIN),
        EmulatorJar.yaml(ANALYST),
        "buckets: [lake]",
        "");
  }

  private void run(EmulatorJar emulator) throws IOException, InterruptedException {
    setUp(emulator);
    try (S3Client own = s3(emulator, ADMIN)) {
      assertThat(own.getObjectAsBytes(r -> r.bucket("lake").key(AIRPORTS)).asByteArray())
          .isNotEmpty();
    }
    try (S3Client own = s3(emulator, ANALYST)) {
      assertThat(
              catchThrowableOfType(
                  S3Exception.class,
                  () -> own.getObjectAsBytes(r -> r.bucket("lake").key(AIRPORTS))))
          .isNotNull();
    }
    submit(emulator);
  }

  private static S3Client s3(EmulatorJar emulator, Principal principal) {
    return EmulatorClients.s3(
        S3Client.builder(), emulator.endpoints(), EmulatorClients.credentials(principal));
  }

  /** As an administrator: the instance, the grants, the data. */
  private void setUp(EmulatorJar emulator) throws IOException, InterruptedException {
    Path data = Path.of("data").toAbsolutePath();
    List<String> command = new ArrayList<>();
    Collections.addAll(
        command,
        PACKAGE + "LakeSetup",
        emulator.endpoints().s3().toString(),
        emulator.endpoints().s3Control().toString(),
        "us-east-1",
        TestPrincipals.ACCOUNT,
        "lake");
    Collections.addAll(command, "grant", "READ", "alice/*", ANALYST.arn());
    Collections.addAll(command, "grant", "READWRITE", "bob/*", ANALYST.arn());
    upload(command, FLIGHTS, data.resolve("flights-10k.json"));
    upload(command, AIRPORTS, data.resolve("airports.csv"));
    upload(command, "carol/salaries.csv", data.resolve("salaries.csv"));
    finish(ADMIN, SparkJvm.command(app(), List.of(), command, work.resolve("setup.log")), "setup");
  }

  private static void upload(List<String> command, String key, Path file) {
    Collections.addAll(command, "upload", key, file.toString());
  }

  private void submit(EmulatorJar emulator) throws IOException, InterruptedException {
    SparkSettings settings =
        new SparkSettings(work, emulator.endpoints())
            .withLibrary(emulator.endpoints().s3Control(), emulator.endpoints().sts());
    List<String> command = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit"));
    Collections.addAll(
        command,
        "--properties-file",
        settings.write(work.resolve("job.properties")).toString(),
        "--class",
        FlightDelays.class.getName(),
        app(),
        "s3a://lake/" + FLIGHTS,
        "s3a://lake/" + AIRPORTS,
        "s3a://lake/bob/delays",
        "s3a://lake/alice/delays",
        "s3a://lake/carol/salaries.csv");
    ProcessBuilder job =
        SparkJvm.command(settings.classPath(), List.of("-Xmx1g"), command, work.resolve("job.log"));
    finish(ANALYST, job, "job");
  }

  private void finish(Principal user, ProcessBuilder builder, String name)
      throws IOException, InterruptedException {
    SparkJvm.identify(builder.environment(), user);
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(work.resolve(name + ".out").toFile())
            .start();
    try {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as("the end of %s", name).isTrue();
      assertThat(process.exitValue()).as("%s in %s", name, work).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String app() {
    return SparkSettings.BUILD.resolve("spark-examples.jar").toString();
  }
}
