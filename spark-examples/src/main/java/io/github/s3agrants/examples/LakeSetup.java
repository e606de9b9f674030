package io.github.s3agrants.examples;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.GranteeType;
import software.amazon.awssdk.services.s3control.model.Permission;

/**
 * The administrator's part: creates an Access Grants instance, its default location and two grants,
 * and uploads the data. The calls would be the same on AWS. The administrator's credentials come
 * from the environment.
 */
final class LakeSetup {

  private static final String USAGE =
      "usage: LakeSetup S3_ENDPOINT CONTROL_ENDPOINT REGION ACCOUNT BUCKET GRANTEE_ARN [KEY FILE]...";

  private final S3ControlClient control;
  private final S3Client s3;
  private final String account;
  private final String bucket;

  private LakeSetup(S3ControlClient control, S3Client s3, String account, String bucket) {
    this.control = control;
    this.s3 = s3;
    this.account = account;
    this.bucket = bucket;
  }

  public static void main(String[] args) {
    if (args.length < 6 || args.length % 2 != 0) {
      throw new IllegalArgumentException(USAGE);
    }
    Region region = Region.of(args[2]);
    String grantee = args[5];
    try (S3ControlClient control = control(URI.create(args[1]), region);
        S3Client s3 = s3(URI.create(args[0]), region)) {
      LakeSetup lake = new LakeSetup(control, s3, args[3], args[4]);
      lake.grants(grantee);
      for (int i = 6; i < args.length; i += 2) {
        lake.upload(args[i], RequestBody.fromFile(Path.of(args[i + 1])));
      }
      lake.upload("carol/salaries.csv", RequestBody.fromString("name,salary\ncarol,1\n"));
    }
  }

  private static S3Client s3(URI endpoint, Region region) {
    return S3Client.builder()
        .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
        .region(region)
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .build();
  }

  private static S3ControlClient control(URI endpoint, Region region) {
    return S3ControlClient.builder()
        .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
        .region(region)
        // With an endpoint override the SDK would put the account ID before the host name.
        .endpointProvider(
            parameters ->
                CompletableFuture.completedFuture(Endpoint.builder().url(endpoint).build()))
        .build();
  }

  private void grants(String grantee) {
    control.createAccessGrantsInstance(request -> request.accountId(account));
    String location =
        control
            .createAccessGrantsLocation(
                request ->
                    request
                        .accountId(account)
                        .locationScope("s3://")
                        .iamRoleArn("arn:aws:iam::" + account + ":role/access-grants"))
            .accessGrantsLocationId();
    grant(location, grantee, Permission.READ, "alice/*");
    grant(location, grantee, Permission.READWRITE, "bob/*");
    say("no grant", "s3://" + bucket + "/carol/*");
  }

  private void grant(String location, String grantee, Permission permission, String prefix) {
    String scope =
        control
            .createAccessGrant(
                request ->
                    request
                        .accountId(account)
                        .accessGrantsLocationId(location)
                        .accessGrantsLocationConfiguration(
                            configuration -> configuration.s3SubPrefix(bucket + "/" + prefix))
                        .grantee(to -> to.granteeType(GranteeType.IAM).granteeIdentifier(grantee))
                        .permission(permission))
            .grantScope();
    say("grant", permission + " on " + scope + " to " + grantee);
  }

  private void upload(String key, RequestBody body) {
    s3.putObject(request -> request.bucket(bucket).key(key), body);
    say("upload", "s3://" + bucket + "/" + key);
  }

  private static void say(String what, String line) {
    System.out.printf("      %-9s %s%n", what, line);
  }
}
