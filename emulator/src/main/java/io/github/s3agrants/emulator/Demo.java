package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;

/** Bob and Alice of AWS's page on the concepts of S3 Access Grants, for a start without a file. */
final class Demo {
  private static final String ACCOUNT = "111122223333";
  private static final String BUCKET = "doc-bucket-example";
  private static final String LOCATION_ROLE =
      "arn:aws:iam::" + ACCOUNT + ":role/s3ag-location-role";
  private static final Principal BOB =
      Principal.of(
          "bob", "AKIAEMULATORBOB00001", "bob-secret", "arn:aws:iam::" + ACCOUNT + ":user/Bob");
  private static final Principal ALICE =
      Principal.of(
          "alice",
          "AKIAEMULATORALICE001",
          "alice-secret",
          "arn:aws:sts::" + ACCOUNT + ":assumed-role/Alice/demo");
  private static final Principal ADMIN =
      Principal.of(
              "admin",
              "AKIAEMULATORADMIN001",
              "admin-secret",
              "arn:aws:iam::" + ACCOUNT + ":user/admin")
          .asAdministrator()
          .withS3("s3://*", Permission.READWRITE);

  private Demo() {}

  static void configure(EmulatorBuilder builder) {
    builder
        .principal(BOB)
        .principal(ALICE)
        .principal(ADMIN)
        .bucket(BUCKET)
        .location("s3://", LOCATION_ROLE)
        .grant("s3://", BUCKET + "/bob/*", BOB.name(), Permission.READWRITE)
        .grant("s3://", BUCKET + "/alice/*", ALICE.name(), Permission.READ)
        .object(BUCKET, "bob/notes.txt", "Bob may read and write this.\n")
        .object(BUCKET, "alice/report.txt", "Alice may read this.\n")
        .object(BUCKET, "alice/2026/numbers.csv", "day,sum\n1,42\n");
  }

  /** What to try, as a shell script. */
  static String commands(Endpoints endpoints) {
    return """
        # Bob and Alice of https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-concepts.html
        #   bob    %4$s  READWRITE on s3://%3$s/bob/*
        #   alice  %6$s  READ on s3://%3$s/alice/*
        #   admin  %8$s  manages grants, and may do everything on S3
        # The page: %2$s/emulator/
        #
        # Alice asks for credentials:
        vended=$(curl -s --user %6$s:%7$s --aws-sigv4 aws:amz:us-east-1:s3 -H 'x-amz-account-id: %10$s' \\
          '%2$s/v20180820/accessgrantsinstance/dataaccess?permission=READ&target=s3%%3A%%2F%%2F%3$s%%2Falice%%2F%%2A')
        part() { echo "$vended" | sed -n "s|.*<$1>\\(.*\\)</$1>.*|\\1|p"; }
        s3() { curl -s --user "$(part AccessKeyId):$(part SecretAccessKey)" --aws-sigv4 aws:amz:us-east-1:s3 \\
          -H "x-amz-security-token: $(part SessionToken)" -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' "$@"; }
        # With them she can read what is hers, and gets AccessDenied for what is Bob's:
        s3 %1$s/%3$s/alice/report.txt
        s3 %1$s/%3$s/bob/notes.txt
        # The same with the AWS CLI, as Bob:
        #   export AWS_ACCESS_KEY_ID=%4$s AWS_SECRET_ACCESS_KEY=%5$s AWS_DEFAULT_REGION=us-east-1
        #   export AWS_ENDPOINT_URL=%9$s HTTP_PROXY=%9$s
        #   aws s3control get-data-access --account-id %10$s --target 's3://%3$s/bob/*' --permission READWRITE
        """
        .formatted(
            endpoints.s3(),
            endpoints.s3Control(),
            BUCKET,
            BOB.accessKey(),
            BOB.secretKey(),
            ALICE.accessKey(),
            ALICE.secretKey(),
            ADMIN.accessKey(),
            endpoints.all(),
            ACCOUNT);
  }
}
