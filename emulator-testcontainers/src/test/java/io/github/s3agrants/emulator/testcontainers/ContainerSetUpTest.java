package io.github.s3agrants.emulator.testcontainers;

import static io.github.s3agrants.emulator.testcontainers.AccessGrantsEmulatorContainer.CONFIG_FILE;
import static io.github.s3agrants.emulator.testcontainers.AccessGrantsEmulatorContainer.CONTROL_PORT;
import static io.github.s3agrants.emulator.testcontainers.AccessGrantsEmulatorContainer.S3_PORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.dockerjava.api.command.InspectContainerResponse;
import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.utility.MountableFile;

/** What the class asks an engine for. None is needed here. */
@SuppressWarnings("deprecation") // No other method tells which files are copied.
final class ContainerSetUpTest {
  private static final String IMAGE = "access-grants-emulator:0.1.0-SNAPSHOT";

  /** A container whose ports are those of an emulator in this JVM. */
  private static final class Published extends AccessGrantsEmulatorContainer {
    private final AccessGrantsEmulator emulator;
    private final String host;

    Published(AccessGrantsEmulator emulator) {
      this(emulator, "localhost");
    }

    Published(AccessGrantsEmulator emulator, String host) {
      super(IMAGE);
      this.emulator = emulator;
      this.host = host;
    }

    @Override
    public String getHost() {
      return host;
    }

    @Override
    public Integer getMappedPort(int port) {
      return switch (port) {
        case S3_PORT -> emulator.endpoints().s3().getPort();
        case CONTROL_PORT -> emulator.endpoints().s3Control().getPort();
        default -> throw new IllegalArgumentException("not published: " + port);
      };
    }

    @Override
    public InspectContainerResponse getContainerInfo() {
      return new InspectContainerResponse();
    }

    void await() {
      getWaitStrategy().withStartupTimeout(Duration.ofSeconds(5)).waitUntilReady(this);
    }
  }

  private static AccessGrantsEmulator emulator() throws IOException {
    return AccessGrantsEmulator.builder()
        .principal(TestPrincipals.ADMIN)
        .principal(TestPrincipals.ALICE)
        .bucket("lake")
        .start();
  }

  @Test
  void runs_the_demo_on_the_images_ports() {
    try (AccessGrantsEmulatorContainer container = new AccessGrantsEmulatorContainer(IMAGE)) {
      assertThat(container.getImage().toString()).contains(IMAGE);
      assertThat(container.getExposedPorts()).containsExactlyInAnyOrder(S3_PORT, CONTROL_PORT);
      assertThat(container.getCommandParts()).containsExactly("--demo");
      assertThat(container.getCopyToFileContainerPathMap()).isEmpty();
    }
  }

  @Test
  void a_configuration_file_takes_the_place_of_the_demo(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.yaml"), "buckets: [lake]\n");
    try (AccessGrantsEmulatorContainer container =
        new AccessGrantsEmulatorContainer(IMAGE)
            .withAllowedHost("emulator")
            .withConfig(MountableFile.forHostPath(file))
            .withAllowedHost("lake.example")) {
      assertThat(container.getCommandParts())
          .containsExactly(
              "--config", CONFIG_FILE, "--allow-host", "emulator", "--allow-host", "lake.example");
      assertThat(container.getCopyToFileContainerPathMap())
          .hasSize(1)
          .allSatisfy(
              (from, to) -> {
                assertThat(from.getResolvedPath()).isEqualTo(file.toString());
                assertThat(from.getFileMode() & 0777).isEqualTo(0644);
                assertThat(to).isEqualTo(CONFIG_FILE);
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, --demo",
    "172.17.0.1, --demo",
    "::1, --demo",
    "docker, --demo --allow-host docker",
    "ci-7.example, --demo --allow-host ci-7.example"
  })
  void the_journal_answers_under_the_name_of_the_engines_host(String host, String command)
      throws IOException {
    try (AccessGrantsEmulator emulator = emulator();
        Published container = new Published(emulator, host)) {
      container.configure();
      container.configure();
      assertThat(String.join(" ", container.getCommandParts())).isEqualTo(command);
    }
  }

  @Test
  void the_endpoints_are_the_published_ports() throws IOException {
    try (AccessGrantsEmulator emulator = emulator();
        Published container = new Published(emulator);
        EmulatorClients clients = new EmulatorClients(container.endpoints())) {
      clients.s3(TestPrincipals.ADMIN).headBucket(r -> r.bucket("lake"));
      clients
          .control(TestPrincipals.ADMIN)
          .createAccessGrantsInstance(r -> r.accountId(TestPrincipals.ACCOUNT));
      assertThat(
              clients
                  .sts(EmulatorClients.credentials(TestPrincipals.ADMIN))
                  .getCallerIdentity()
                  .arn())
          .isEqualTo(TestPrincipals.ADMIN.arn());
      assertThat(emulator.journal().size()).isEqualTo(3);
    }
  }

  @Test
  void settings_for_s3a_name_the_published_ports_and_the_region() throws IOException {
    try (AccessGrantsEmulator emulator = emulator();
        Published container = new Published(emulator)) {
      container.withRegion("eu-central-1");
      assertThat(container.hadoopConfiguration(TestPrincipals.ALICE))
          .containsEntry("fs.s3a.endpoint", container.endpoints().s3().toString())
          .containsEntry("fs.s3a.endpoint.region", "eu-central-1")
          .containsEntry(
              "fs.s3a.accessgrants.endpoint", container.endpoints().s3Control().toString())
          .containsEntry("fs.s3a.access.key", TestPrincipals.ALICE.accessKey());
    }
  }

  @Test
  void waits_for_an_emulator_that_answers() throws IOException {
    AccessGrantsEmulator emulator = emulator();
    try (emulator;
        Published container = new Published(emulator)) {
      container.await();
    }
    Published gone = new Published(emulator);
    assertThatExceptionOfType(ContainerLaunchException.class).isThrownBy(gone::await);
  }
}
