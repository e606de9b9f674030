package io.github.s3agrants.examples;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3control.S3ControlClient;

/** An emulator with a bucket {@code lake} and no grant, and Spark in a JVM that works as Dave. */
final class SuggestionLake implements AutoCloseable {

  private static final String ACCOUNT = "111122223333";
  private static final Path BUILD = Path.of(System.getProperty("spark.build.directory", "target"));

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
        Files.createTempDirectory(Files.createDirectories(BUILD.resolve("suggestions")), "run")
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
    List<String> command = new ArrayList<>(List.of(EmulatorJar.java()));
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split(" +", -1)));
    settings().forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-cp", classPath(), NeededGrantsJob.class.getName(), folder));
    Stream.of(Committer.values()).map(Enum::name).forEach(command::add);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(work.resolve("job.err").toFile());
    builder.environment().keySet().removeIf(key -> key.matches("(AWS|SPARK|HADOOP|YARN)_.*"));
    builder.environment().put("AWS_ACCESS_KEY_ID", "EXAMPLESUGGESTDAVE");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "secret-of-dave");
    builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("EXAMPLE_LOG", work.resolve("job.log").toString());
    return builder.start();
  }

  private static String classPath() {
    return String.join(
        File.pathSeparator,
        Path.of("conf").toAbsolutePath().toString(),
        BUILD.resolve("test-classes").toAbsolutePath().toString(),
        BUILD.resolve("spark-home").resolve("jars").toAbsolutePath() + File.separator + "*",
        BUILD.resolve("s3a-access-grants.jar").toAbsolutePath().toString());
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.master", "local[2]");
    settings.put("spark.app.name", "suggestions");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.local.dir", work.resolve("spark").toString());
    settings.put("spark.sql.warehouse.dir", work.resolve("warehouse").toString());
    String s3a = "spark.hadoop.fs.s3a.";
    String library = "io.github.s3agrants.";
    settings.put(s3a + "endpoint", emulator.endpoint("s3").toString());
    settings.put(s3a + "endpoint.region", "us-east-1");
    settings.put(s3a + "path.style.access", "true");
    settings.put(s3a + "connection.expect.continue", "false");
    settings.put(s3a + "buffer.dir", work.resolve("buffer").toString());
    settings.put(s3a + "committer.staging.tmp.path", "file://" + work.resolve("staging"));
    settings.put(s3a + "aws.credentials.provider", library + "AccessGrantsCredentialsProvider");
    settings.put(s3a + "audit.execution.interceptors", library + "AccessGrantsInterceptor");
    settings.put(s3a + "accessgrants.endpoint", emulator.endpoint("s3control").toString());
    settings.put(s3a + "accessgrants.sts.endpoint", emulator.endpoint("sts").toString());
    // A grant that has just been made is seen at once.
    settings.put(s3a + "accessgrants.denied.ttl", "0");
    return settings;
  }

  @Override
  public void close() {
    admin.close();
    emulator.close();
  }
}
