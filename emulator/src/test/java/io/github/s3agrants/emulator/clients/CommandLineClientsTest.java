package io.github.s3agrants.emulator.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.clients.OtherProgram.Outcome;
import io.github.s3agrants.testkit.TestLake;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The recipes of docs/emulator-clients.md for programs other than Java's: one URL for all services.
 */
final class CommandLineClientsTest {
  private static final long LIMIT_SECONDS = 60;
  private static final String ACCOUNT = TestPrincipals.ACCOUNT;

  @TempDir private Path folder;

  private AccessGrantsEmulator emulator;
  private URI all;

  @BeforeEach
  void start() throws IOException {
    emulator = TestLake.withoutInstance().start();
    all = emulator.endpoints().all();
  }

  @AfterEach
  void stop() throws IOException {
    emulator.close();
  }

  @Test
  void aws_cli() throws Exception {
    assumeTrue(runs("aws", "--version"), "the AWS CLI (aws) is not installed");
    assertThat(json(aws(TestPrincipals.ALICE, "sts", "get-caller-identity")).get("Arn").asString())
        .isEqualTo(TestPrincipals.ALICE.arn());

    control(TestPrincipals.ADMIN, "create-access-grants-instance");
    String location =
        control(
                TestPrincipals.ADMIN,
                "create-access-grants-location",
                "--location-scope",
                "s3://",
                "--iam-role-arn",
                TestPrincipals.LOCATION_ROLE)
            .get("AccessGrantsLocationId")
            .asString();
    control(
        TestPrincipals.ADMIN,
        "create-access-grant",
        "--access-grants-location-id",
        location,
        "--access-grants-location-configuration",
        "S3SubPrefix=lake/alice/*",
        "--grantee",
        "GranteeType=IAM,GranteeIdentifier=" + TestPrincipals.ALICE.arn(),
        "--permission",
        "READWRITE");
    assertThat(control(TestPrincipals.ADMIN, "list-access-grants").get("AccessGrantsList"))
        .hasSize(1);

    Path file = Files.writeString(folder.resolve("file"), "mine");
    assertThat(aws(TestPrincipals.ALICE, "s3", "cp", file.toString(), "s3://lake/alice/k").exit())
        .isEqualTo(1);
    JsonNode vended =
        control(
                TestPrincipals.ALICE,
                "get-data-access",
                "--target",
                "s3://lake/alice/*",
                "--permission",
                "READWRITE")
            .get("Credentials");
    Map<String, String> keys =
        environment(vended.get("AccessKeyId").asString(), vended.get("SecretAccessKey").asString());
    keys.put("AWS_SESSION_TOKEN", vended.get("SessionToken").asString());
    good(run(keys, "aws", "s3", "cp", file.toString(), "s3://lake/alice/k"));
    assertThat(good(run(keys, "aws", "s3", "ls", "s3://lake/alice/"))).endsWith(" 4 k\n");
    // Otherwise the CLI presigns by Version 2 in this Region.
    Path config = folder.resolve("config");
    Files.writeString(config, "[default]\ns3 =\n  signature_version = s3v4\n");
    keys.put("AWS_CONFIG_FILE", config.toString());
    String url = good(run(keys, "aws", "s3", "presign", "s3://lake/alice/k")).strip();
    assertThat(url).startsWith(all + "/lake/alice/k?");
    if (runs("curl", "--version")) {
      assertThat(good(run(Map.of(), "curl", "-sS", url))).isEqualTo("mine");
    }
    good(run(keys, "aws", "s3", "rm", "s3://lake/alice/k"));
    assertThat(emulator.journal().service(Service.S3).signer(SignerKind.VENDED).count("PutObject"))
        .isEqualTo(1);
    assertThat(emulator.journal().count("GetDataAccess")).isEqualTo(1);
  }

  @Test
  void boto3() throws Exception {
    assumeTrue(runs("python3", "-c", "import boto3"), "python3 with boto3 is not installed");
    Outcome outcome =
        run(
            OtherProgram.KEYS,
            "python3",
            Path.of("src", "test", "python", "workflow.py").toAbsolutePath().toString(),
            all.toString());
    assertThat(good(outcome)).isEqualTo("OK\n");
    assertThat(emulator.journal().service(Service.S3).signer(SignerKind.VENDED).count("GetObject"))
        .isEqualTo(2);
    assertThat(emulator.journal().count("GetDataAccess")).isEqualTo(1);
  }

  @Test
  void curl() throws Exception {
    assumeTrue(
        runs("curl", "--version") && good(run(Map.of(), "curl", "--help", "all")).contains("sigv4"),
        "curl with --aws-sigv4 is not installed");
    Principal admin = TestPrincipals.ADMIN;
    assertThat(
            curl(admin, "sts", "-d", "Action=GetCallerIdentity&Version=2011-06-15", all.toString()))
        .contains("<Arn>" + admin.arn() + "</Arn>");
    assertThat(
            curl(
                admin,
                "s3",
                "-X",
                "POST",
                "-H",
                "x-amz-account-id: " + ACCOUNT,
                all + "/v20180820/accessgrantsinstance"))
        .contains("<AccessGrantsInstanceId>default</AccessGrantsInstanceId>");
    String[] unsigned = {"-H", "x-amz-content-sha256: UNSIGNED-PAYLOAD"};
    Path file = Files.writeString(folder.resolve("file"), "mine");
    curl(admin, "s3", unsigned[0], unsigned[1], "-T", file.toString(), all + "/lake/k");
    assertThat(curl(admin, "s3", unsigned[0], unsigned[1], all + "/lake?list-type=2"))
        .contains("<Key>k</Key>");
    // curl resolves names below localhost itself.
    assertThat(
            curl(
                admin,
                "s3",
                unsigned[0],
                unsigned[1],
                "http://lake.localhost:" + all.getPort() + "/k"))
        .isEqualTo("mine");
    assertThat(good(run(Map.of(), "curl", "-sSf", all + "/emulator/summary")))
        .contains("\"operation\":\"PutObject\"");
  }

  private static String curl(Principal principal, String service, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "curl",
            "-sSf",
            "--user",
            principal.accessKey() + ":" + principal.secretKey(),
            "--aws-sigv4",
            "aws:amz:us-east-1:" + service));
    command.addAll(List.of(arguments));
    return good(runAll(Map.of(), command));
  }

  private JsonNode control(Principal principal, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("aws", "s3control"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--account-id", ACCOUNT));
    return json(runAll(environment(principal.accessKey(), principal.secretKey()), command));
  }

  private Outcome aws(Principal principal, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("aws"));
    command.addAll(List.of(arguments));
    return runAll(environment(principal.accessKey(), principal.secretKey()), command);
  }

  /** What docs/emulator-clients.md says to export. */
  private Map<String, String> environment(String key, String secret) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ACCESS_KEY_ID", key);
    environment.put("AWS_SECRET_ACCESS_KEY", secret);
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_ENDPOINT_URL", all.toString());
    environment.put("HTTP_PROXY", all.toString());
    // The user's own settings stay out of it.
    environment.put("NO_PROXY", "");
    environment.put("AWS_CONFIG_FILE", folder.resolve("none").toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
    environment.put("AWS_MAX_ATTEMPTS", "1");
    return environment;
  }

  private static JsonNode json(Outcome outcome) {
    return JsonMapper.shared().readTree(good(outcome));
  }

  private static String good(Outcome outcome) {
    assertThat(outcome.exit()).as(outcome.all()).isZero();
    return outcome.output();
  }

  private boolean runs(String... command) throws Exception {
    try {
      return run(Map.of(), command).exit() == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }

  private Outcome run(Map<String, String> environment, String... command) throws Exception {
    return runAll(environment, List.of(command));
  }

  private static Outcome runAll(Map<String, String> environment, List<String> command)
      throws Exception {
    return OtherProgram.run(Path.of("."), LIMIT_SECONDS, environment, command);
  }
}
