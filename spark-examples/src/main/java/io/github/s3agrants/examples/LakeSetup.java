package io.github.s3agrants.examples;

import java.net.URI;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.GranteeType;

/**
 * The administrator's part: creates an Access Grants instance, its default location and the grants,
 * and uploads the data. The calls would be the same on AWS. The administrator's credentials come
 * from the environment.
 */
final class LakeSetup {

  private static final String USAGE =
      "usage: LakeSetup S3_ENDPOINT CONTROL_ENDPOINT REGION ACCOUNT BUCKET"
          + " [grant PERMISSION PREFIX GRANTEE_ARN | no-grant PREFIX | upload KEY FILE]...";

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
    if (args.length < 5) {
      throw new IllegalArgumentException(USAGE);
    }
    Region region = Region.of(args[2]);
    try (S3ControlClient control = control(URI.create(args[1]), region);
        S3Client s3 = s3(URI.create(args[0]), region)) {
      LakeSetup lake = new LakeSetup(control, s3, args[3], args[4]);
      String location = lake.location();
      Iterator<String> words = List.of(args).subList(5, args.length).iterator();
      while (words.hasNext()) {
        lake.take(words, location);
      }
    }
  }

  private void take(Iterator<String> words, String location) {
    String step = words.next();
    switch (step) {
      case "grant" -> grant(location, words.next(), words.next(), words.next());
      case "no-grant" -> say("no grant", "s3://" + bucket + "/" + words.next());
      case "upload" -> upload(words.next(), RequestBody.fromFile(Path.of(words.next())));
      default -> throw new IllegalArgumentException(step + ": " + USAGE);
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

  private String location() {
    control.createAccessGrantsInstance(request -> request.accountId(account));
    return control
        .createAccessGrantsLocation(
            request ->
                request
                    .accountId(account)
                    .locationScope("s3://")
                    .iamRoleArn("arn:aws:iam::" + account + ":role/access-grants"))
        .accessGrantsLocationId();
  }

  private void grant(String location, String permission, String prefix, String grantee) {
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
