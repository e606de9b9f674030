package io.github.s3agrants.emulator.clients;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.EmulatorBuilder;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3control.model.Credentials;

/** Who takes part. */
final class Cast {
  static final String ROLE = "arn:aws:iam::111122223333:role/s3ag-location-role";

  /** Manages grants and may do anything on S3. */
  static final Principal ADMIN =
      Principal.of(
              "admin",
              "AKIAEMULATORADMIN001",
              "admin-secret",
              "arn:aws:iam::111122223333:user/admin")
          .asAdministrator()
          .withS3("s3://*", Permission.READWRITE);

  /** Has nothing but grants, apart from one prefix that policies give. */
  static final Principal ALICE =
      Principal.of(
              "alice",
              "AKIAEMULATORALICE001",
              "alice-secret",
              "arn:aws:iam::111122223333:user/alice")
          .withS3("s3://lake/policy/*", Permission.READWRITE);

  private Cast() {}

  /** An emulator with both, two buckets and no Access Grants instance yet. */
  static EmulatorBuilder emulator() {
    return AccessGrantsEmulator.builder().principal(ADMIN).principal(ALICE).bucket("lake", "other");
  }

  static AwsCredentialsProvider credentials(Principal principal) {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(principal.accessKey(), principal.secretKey()));
  }

  static AwsCredentialsProvider credentials(Credentials vended) {
    return StaticCredentialsProvider.create(
        AwsSessionCredentials.create(
            vended.accessKeyId(), vended.secretAccessKey(), vended.sessionToken()));
  }
}
