package io.github.s3agrants.emulator.testcontainers;

import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.emulator.api.HadoopConfiguration;
import io.github.s3agrants.emulator.api.Principal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * The emulator in a container, from an image that {@code emulator/Dockerfile} builds.
 *
 * <pre>{@code
 * try (AccessGrantsEmulatorContainer emulator =
 *     new AccessGrantsEmulatorContainer("access-grants-emulator:0.1.0-SNAPSHOT")
 *         .withConfig(MountableFile.forClasspathResource("emulator.yaml"))) {
 *   emulator.start();
 *   URI s3 = emulator.endpoints().s3();
 * }
 * }</pre>
 *
 * <p>Without a configuration file it runs the emulator's demo. {@code start} waits until the
 * emulator answers. Not thread-safe.
 */
public class AccessGrantsEmulatorContainer extends GenericContainer<AccessGrantsEmulatorContainer> {

  /** The port of S3 in the container. */
  public static final int S3_PORT = 9900;

  /** The port of S3 Control, STS, the journal and the faults in the container. */
  public static final int CONTROL_PORT = 9901;

  /** Where the image expects a configuration file. */
  public static final String CONFIG_FILE = "/etc/emulator/emulator.yaml";

  private static final int READABLE_BY_ALL = 0644;

  /** A name, and no address: the emulator in the image answers under each of its addresses. */
  private static final Pattern NAME = Pattern.compile("[\\w.-]*[A-Za-z][\\w.-]*");

  private final List<String> allowedHosts = new ArrayList<>();
  private boolean configured;
  private String region = "us-east-1";

  /** A container of the image with this name, such as {@code access-grants-emulator:0.1.0}. */
  public AccessGrantsEmulatorContainer(String image) {
    this(DockerImageName.parse(image));
  }

  /** A container of the image with this name. */
  public AccessGrantsEmulatorContainer(DockerImageName image) {
    super(image);
    setUp();
  }

  /** A container of an image that is yet to be built, such as an {@code ImageFromDockerfile}. */
  public AccessGrantsEmulatorContainer(Future<String> image) {
    super(image);
    setUp();
  }

  private void setUp() {
    addExposedPorts(S3_PORT, CONTROL_PORT);
    setWaitStrategy(Wait.forHttp("/emulator/health").forPort(CONTROL_PORT).forStatusCode(200));
    updateCommand();
  }

  /** Runs the emulator with this configuration file. Default: the demo. */
  public AccessGrantsEmulatorContainer withConfig(MountableFile file) {
    // The emulator does not run as root, whoever owns the file here.
    configured = true;
    updateCommand();
    return withCopyFileToContainer(
        MountableFile.forHostPath(file.getResolvedPath(), READABLE_BY_ALL), CONFIG_FILE);
  }

  /** The Region in the configuration file. Default: {@code us-east-1}. */
  public AccessGrantsEmulatorContainer withRegion(String name) {
    region = name;
    return this;
  }

  /**
   * A further host name under which the journal, the faults and the page answer, such as a network
   * alias. They answer under {@link #getHost()} anyway, and S3, S3 Control and STS under any name.
   */
  public AccessGrantsEmulatorContainer withAllowedHost(String name) {
    allowedHosts.add(name);
    updateCommand();
    return this;
  }

  /** Where the engine is another machine, as in many CI systems, the host has a name. */
  @Override
  protected void configure() {
    String host = getHost();
    if (!host.equals("localhost") && NAME.matcher(host).matches() && !allowedHosts.contains(host)) {
      allowedHosts.add(host);
      updateCommand();
    }
  }

  private void updateCommand() {
    List<String> command = new ArrayList<>();
    if (configured) {
      command.addAll(List.of("--config", CONFIG_FILE));
    } else {
      command.add("--demo");
    }
    allowedHosts.forEach(name -> command.addAll(List.of("--allow-host", name)));
    setCommand(command.toArray(String[]::new));
  }

  /**
   * The URLs of the services for clients outside the container.
   *
   * @throws IllegalStateException before it has started
   */
  public Endpoints endpoints() {
    String control = url(CONTROL_PORT);
    return new Endpoints(
        URI.create(url(S3_PORT)), URI.create(control), URI.create(control + "/sts"));
  }

  private String url(int port) {
    return "http://" + getHost() + ":" + getMappedPort(port);
  }

  /**
   * All settings that a file system of Hadoop's S3A needs to call as this principal. See {@link
   * HadoopConfiguration}.
   *
   * @param principal one of the configuration file, or of the demo
   * @throws IllegalStateException before it has started
   */
  public Map<String, String> hadoopConfiguration(Principal principal) {
    return HadoopConfiguration.of(endpoints(), region, principal);
  }
}
