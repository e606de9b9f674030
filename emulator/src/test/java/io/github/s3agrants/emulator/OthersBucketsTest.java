package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.api.Bucket;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Buckets that are public, or whose requesters pay, over HTTP. */
final class OthersBucketsTest {
  private static final Principal STRANGER =
      TestPrincipals.named("stranger", "arn:aws:iam::444455556666:user/stranger")
          .withS3("s3://*", Permission.READWRITE);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static AccessGrantsEmulator emulator;
  private static EmulatorClients clients;

  @BeforeAll
  static void start() throws IOException {
    emulator =
        AccessGrantsEmulator.builder()
            .principal(ADMIN)
            .principal(STRANGER)
            .bucket("own", "lake")
            .bucket(Bucket.named("open").withPublicRead())
            .bucket(Bucket.named("paid").withPublicRead().withRequesterPays())
            .bucket(Bucket.named("theirs").ownedBy("444455556666"))
            .start();
    clients = new EmulatorClients(emulator.endpoints());
    for (String bucket : new String[] {"lake", "open", "paid"}) {
      clients.s3(ADMIN).putObject(r -> r.bucket(bucket).key("k"), RequestBody.fromString("x"));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    clients.close();
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, open/k, 200",
    "HEAD, open/k, 200",
    "GET, open/missing, 404",
    "GET, open, 200",
    "GET, open?list-type=2&prefix=k, 200",
    "HEAD, open, 200",
    "PUT, open/k, 403",
    "DELETE, open/k, 403",
    "GET, open/k?acl, 403",
    "GET, open/k?tagging, 403",
    "GET, lake/k, 403",
    "HEAD, lake/k, 403",
    "GET, lake, 403",
    // Nobody could be charged.
    "GET, paid/k, 403",
  })
  void without_credentials(String method, String path, int status) throws Exception {
    emulator.resetJournal();
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(emulator.endpoints().s3() + "/" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("x-amz-request-payer", "requester")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    SignerKind signer = status == 403 ? SignerKind.UNKNOWN : SignerKind.ANONYMOUS;
    assertThat(emulator.journal().signer(signer).entries()).hasSize(1);
  }

  @Test
  void copies_from_a_bucket_whose_requesters_pay() throws Exception {
    S3Client stranger = clients.s3(STRANGER);
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(
            () ->
                stranger.copyObject(
                    r ->
                        r.sourceBucket("paid")
                            .sourceKey("k")
                            .destinationBucket("theirs")
                            .destinationKey("k")))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
    assertThat(
            stranger
                .copyObject(
                    r ->
                        r.sourceBucket("paid")
                            .sourceKey("k")
                            .destinationBucket("theirs")
                            .destinationKey("k")
                            .requestPayer(RequestPayer.REQUESTER))
                .requestChargedAsString())
        .isEqualTo("requester");
  }

  @Test
  void a_bucket_of_another_account_than_expected_is_refused() {
    S3Client admin = clients.s3(ADMIN);
    assertThat(
            admin
                .headObject(r -> r.bucket("open").key("k").expectedBucketOwner("111122223333"))
                .contentLength())
        .isEqualTo(1);
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(
            () ->
                admin.getObject(r -> r.bucket("lake").key("k").expectedBucketOwner("444455556666")))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(
            () ->
                admin.copyObject(
                    r ->
                        r.sourceBucket("lake")
                            .sourceKey("k")
                            .destinationBucket("own")
                            .destinationKey("k")
                            .expectedBucketOwner("111122223333")
                            .expectedSourceBucketOwner("444455556666")))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
    assertThat(
            clients
                .s3(STRANGER)
                .listObjectsV2(r -> r.bucket("theirs").expectedBucketOwner("444455556666"))
                .sdkHttpResponse()
                .isSuccessful())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"'', 403", "requester, 200"})
  void presigned_urls_have_the_consent_in_the_query(String payer, int status) throws Exception {
    try (S3Presigner presigner =
        S3Presigner.builder()
            .endpointOverride(emulator.endpoints().s3())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(STRANGER.accessKey(), STRANGER.secretKey())))
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .build()) {
      URL url =
          presigner
              .presignGetObject(
                  r ->
                      r.signatureDuration(Duration.ofMinutes(5))
                          .getObjectRequest(
                              o ->
                                  o.bucket("paid")
                                      .key("k")
                                      .overrideConfiguration(
                                          c ->
                                              c.putRawQueryParameter(
                                                  "x-amz-request-payer", payer))))
              .url();
      assertThat(
              HTTP.send(
                      HttpRequest.newBuilder(url.toURI()).build(),
                      HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(status);
    }
  }
}
