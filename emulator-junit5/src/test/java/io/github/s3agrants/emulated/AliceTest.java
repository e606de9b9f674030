package io.github.s3agrants.emulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.junit.AccessGrantsEmulatorExtension;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.Credentials;

final class AliceTest {
  static final Principal ALICE =
      Principal.of(
          "alice", "AKIAEMULATORALICE001", "secret", "arn:aws:iam::111122223333:user/alice");

  @RegisterExtension
  static final AccessGrantsEmulatorExtension EMULATOR =
      AccessGrantsEmulatorExtension.with(
          builder ->
              builder
                  .principal(ALICE)
                  .bucket("lake")
                  .location("s3://", "arn:aws:iam::111122223333:role/s3ag-location-role")
                  .grant("s3://", "lake/alice/*", "alice", Permission.READWRITE));

  @Test
  void writes_where_there_is_a_grant_and_nowhere_else() {
    try (S3Client s3 = s3(vend("s3://lake/alice/*"))) {
      s3.putObject(r -> r.bucket("lake").key("alice/report"), RequestBody.fromString("42"));
      assertThrows(
          S3Exception.class,
          () ->
              s3.putObject(r -> r.bucket("lake").key("bob/report"), RequestBody.fromString("42")));
    }
    assertEquals(1, EMULATOR.journal().count("GetDataAccess"));
    assertEquals(2, EMULATOR.journal().signer(SignerKind.VENDED).count("PutObject"));
  }

  static AwsCredentials vend(String target) {
    Endpoint endpoint = Endpoint.builder().url(EMULATOR.endpoints().s3Control()).build();
    try (S3ControlClient control =
        S3ControlClient.builder()
            // Not endpointOverride: the SDK would put the account ID before the host.
            .endpointProvider(parameters -> CompletableFuture.completedFuture(endpoint))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(ALICE.accessKey(), ALICE.secretKey())))
            .build()) {
      Credentials vended =
          control
              .getDataAccess(
                  r -> r.accountId("111122223333").target(target).permission("READWRITE"))
              .credentials();
      return AwsSessionCredentials.create(
          vended.accessKeyId(), vended.secretAccessKey(), vended.sessionToken());
    }
  }

  static S3Client s3(AwsCredentials credentials) {
    return S3Client.builder()
        .endpointOverride(EMULATOR.endpoints().s3())
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .build();
  }
}
