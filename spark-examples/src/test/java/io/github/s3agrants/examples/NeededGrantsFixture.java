package io.github.s3agrants.examples;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3control.S3ControlClient;

/**
 * The set-up of {@link NeededGrantsIT}: an emulator with the bucket {@code lake} and no grant, and
 * a Spark JVM that runs as Dave.
 */
final class NeededGrantsFixture implements AutoCloseable {

  private static final Principal DAVE = TestPrincipals.named("dave");

  private final EmulatorJar emulator;
  private final Path work;
  private final S3ControlClient admin;

  private NeededGrantsFixture(EmulatorJar emulator, Path work) {
    this.emulator = emulator;
    this.work = work;
    this.admin =
        EmulatorClients.control(
            emulator.endpoints(), EmulatorClients.credentials(TestPrincipals.ADMIN));
  }

  static NeededGrantsFixture start() throws IOException {
    Path work =
        Files.createTempDirectory(
                Files.createDirectories(SparkSettings.BUILD.resolve("suggestions")), "run")
            .toAbsolutePath();
    String configuration =
        String.join(
            "\n",
            "region: us-east-1",
            "account: \"" + TestPrincipals.ACCOUNT + "\"",
            "principals:",
            EmulatorJar.yaml(TestPrincipals.ADMIN),
            EmulatorJar.yaml(DAVE),
            "buckets: [lake]",
            EmulatorJar.LOCATIONS,
            "");
    return new NeededGrantsFixture(EmulatorJar.start(work, configuration), work);
  }

  /**
   * Makes the grant that an AWS CLI command would make.
   *
   * @return the permission and the sub-prefix of the grant
   */
  String make(List<String> arguments) {
    String location =
        admin
            .listAccessGrantsLocations(r -> r.accountId(TestPrincipals.ACCOUNT))
            .accessGrantsLocationsList()
            .get(0)
            .accessGrantsLocationId();
    String subPrefix =
        option(arguments, "--access-grants-location-configuration").split("S3SubPrefix=", -1)[1];
    String grantee = option(arguments, "--grantee").split("GranteeIdentifier=", -1)[1];
    String permission = option(arguments, "--permission");
    admin.createAccessGrant(
        r -> {
          r.accountId(option(arguments, "--account-id"))
              .accessGrantsLocationId(location)
              .accessGrantsLocationConfiguration(c -> c.s3SubPrefix(subPrefix))
              .permission(permission)
              .grantee(g -> g.granteeType("IAM").granteeIdentifier(grantee));
          if (arguments.contains("--s3-prefix-type")) {
            r.s3PrefixType(option(arguments, "--s3-prefix-type"));
          }
        });
    return permission + " on " + subPrefix;
  }

  private static String option(List<String> arguments, String name) {
    return arguments.get(arguments.indexOf(name) + 1);
  }

  /** Starts {@link NeededGrantsJob} with all committers. */
  Process run(String folder) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(folder));
    Stream.of(Committer.values()).map(Enum::name).forEach(arguments::add);
    Path local = Files.createDirectory(work.resolve("job"));
    SparkSettings settings =
        new SparkSettings(local, emulator.endpoints())
            .withLibrary(emulator.endpoints().s3Control(), emulator.endpoints().sts())
            // A new grant takes effect at once, because no denial is remembered.
            .s3a("accessgrants.denied.ttl", "0");
    return new SparkJvm(local, settings)
        .start(DAVE, NeededGrantsJob.class, arguments.toArray(String[]::new));
  }

  @Override
  public void close() {
    admin.close();
    emulator.close();
  }
}
