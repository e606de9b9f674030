package io.github.s3agrants.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3control.S3ControlClient;

/** An emulator with a bucket {@code lake} and no grant, and Spark in a JVM that works as Dave. */
final class SuggestionLake implements AutoCloseable {

  private static final String ACCOUNT = "111122223333";

  private final EmulatorJar emulator;
  private final Path work;
  private final S3ControlClient admin;

  private SuggestionLake(EmulatorJar emulator, Path work) {
    this.emulator = emulator;
    this.work = work;
    Endpoint endpoint = Endpoint.builder().url(emulator.endpoint("s3control")).build();
    this.admin =
        S3ControlClient.builder()
            .endpointProvider(parameters -> CompletableFuture.completedFuture(endpoint))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("EXAMPLESUGGESTADMIN", "secret-of-admin")))
            .build();
  }

  static SuggestionLake start() throws IOException {
    Path work =
        Files.createTempDirectory(
                Files.createDirectories(SparkJvm.BUILD.resolve("suggestions")), "run")
            .toAbsolutePath();
    String configuration =
        String.join(
            "\n",
            "region: us-east-1",
            "account: \"" + ACCOUNT + "\"",
            "principals:",
            "  - name: admin",
            "    accessKey: EXAMPLESUGGESTADMIN",
            "    secretKey: secret-of-admin",
            "    arn: \"arn:aws:iam::111122223333:user/admin\"",
            "    administrator: true",
            "  - name: dave",
            "    accessKey: EXAMPLESUGGESTDAVE",
            "    secretKey: secret-of-dave",
            "    arn: \"arn:aws:iam::111122223333:user/dave\"",
            "buckets: [lake]",
            "locations: [{scope: \"s3://\", iamRoleArn: \"arn:aws:iam::111122223333:role/grants\"}]",
            "");
    return new SuggestionLake(EmulatorJar.start(work, configuration), work);
  }

  /**
   * Makes the grant that a command of the CLI makes.
   *
   * @return its permission and scope, without the location's
   */
  String make(List<String> arguments) {
    String location =
        admin
            .listAccessGrantsLocations(r -> r.accountId(ACCOUNT))
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

  /** Begins {@link NeededGrantsJob} with all committers. */
  Process run(String folder) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(folder));
    Stream.of(Committer.values()).map(Enum::name).forEach(arguments::add);
    return new SparkJvm(Files.createDirectory(work.resolve("job")), emulator)
        .withLibrary(emulator.endpoint("s3control"), emulator.endpoint("sts"))
        // A grant that has just been made is seen at once.
        .s3a("accessgrants.denied.ttl", "0")
        .start(
            "EXAMPLESUGGESTDAVE",
            "secret-of-dave",
            NeededGrantsJob.class,
            arguments.toArray(String[]::new));
  }

  @Override
  public void close() {
    admin.close();
    emulator.close();
  }
}
