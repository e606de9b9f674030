package io.github.s3agrants.emulator.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.MountableFile;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The image of the Dockerfile, built and run. */
final class ContainerIT {
  private static final Path EMULATOR = Path.of("..", "emulator");

  /** Before each test: those of a class that is left out as a whole are not counted as skipped. */
  @BeforeEach
  void engine() {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "there is no container engine (docker)");
  }

  private static ImageFromDockerfile image() {
    return new ImageFromDockerfile()
        .withFileFromPath("Dockerfile", EMULATOR.resolve("Dockerfile"))
        .withFileFromPath(
            "target/access-grants-emulator.jar",
            EMULATOR.resolve("target/access-grants-emulator.jar"));
  }

  @Test
  void the_image_runs_a_configuration_file(@TempDir Path folder) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("lake.yaml"),
            """
            principals:
              - name: alice
                accessKey: %s
                secretKey: %s
                arn: %s
                s3: [{scope: "s3://lake/alice/*", permission: READWRITE}]
            buckets: [lake]
            """
                .formatted(
                    TestPrincipals.ALICE.accessKey(),
                    TestPrincipals.ALICE.secretKey(),
                    TestPrincipals.ALICE.arn()));
    try (AccessGrantsEmulatorContainer container =
        new AccessGrantsEmulatorContainer(image()).withConfig(MountableFile.forHostPath(config))) {
      container.start();
      try (EmulatorClients clients = new EmulatorClients(container.endpoints())) {
        S3Client alice = clients.s3(TestPrincipals.ALICE);
        alice.putObject(r -> r.bucket("lake").key("alice/report"), RequestBody.fromString("42"));
        assertThat(alice.getObjectAsBytes(r -> r.bucket("lake").key("alice/report")).asUtf8String())
            .isEqualTo("42");
        assertThatExceptionOfType(S3Exception.class)
            .isThrownBy(() -> alice.getObjectAsBytes(r -> r.bucket("lake").key("bob/report")))
            .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
      }
      assertThat(container.execInContainer("id", "-u").getStdout().strip()).isNotEqualTo("0");
    }
  }

  @Test
  void without_a_file_it_runs_the_demo() {
    try (AccessGrantsEmulatorContainer container = new AccessGrantsEmulatorContainer(image())) {
      container.start();
      assertThat(container.isRunning()).isTrue();
      assertThat(container.getContainerInfo().getConfig().getHealthcheck()).isNotNull();
    }
  }
}
