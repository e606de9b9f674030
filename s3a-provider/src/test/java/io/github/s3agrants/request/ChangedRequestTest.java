package io.github.s3agrants.request;

import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.EmulatorClients;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A request that another interceptor changes after credentials were chosen is not sent with them.
 */
class ChangedRequestTest {
  private S3AFixture lake;
  private AccessGrantsCredentialsProvider provider;
  private AccessGrantsInterceptor interceptor;

  /** A lambda, which a client does not close. */
  private final AwsCredentialsProvider credentials = () -> provider.resolveCredentials();

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            S3AFixture.grant(
                BOB, Permission.READWRITE, "lake/bob/*", "lake/secret/*", "other/bob/*"));
    Configuration conf = lake.grants(BOB);
    provider = S3AFixture.provider(conf);
    interceptor = S3AFixture.interceptor(conf);
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
    lake.close();
  }

  private record Changing(UnaryOperator<SdkRequest> typed, UnaryOperator<SdkHttpRequest> http)
      implements ExecutionInterceptor {
    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
      return typed.apply(context.request());
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(
        Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
      return http.apply(context.httpRequest());
    }
  }

  private static Changing typed(UnaryOperator<SdkRequest> change) {
    return new Changing(change, UnaryOperator.identity());
  }

  private static Changing http(UnaryOperator<SdkHttpRequest> change) {
    return new Changing(UnaryOperator.identity(), change);
  }

  private interface Call {
    void on(S3Client s3);
  }

  private void assertStopped(Changing change, Call call) {
    try (S3Client s3 =
        EmulatorClients.s3(
            S3Client.builder(), lake.emulator.endpoints(), credentials, interceptor, change)) {
      S3Exception e = assertThrows(S3Exception.class, () -> call.on(s3));
      assertThat(e.statusCode()).isEqualTo(403);
      assertThat(e.getMessage()).contains("was changed after credentials had been chosen");
    }
    // S3 is not asked whether the object of a stopped request exists either.
    assertThat(lake.s3CallsOf(BOB).entries()).isEmpty();
  }

  @Test
  void another_key() {
    assertStopped(
        typed(r -> ((GetObjectRequest) r).toBuilder().key("secret/other").build()),
        s3 -> s3.getObjectAsBytes(r -> r.bucket("lake").key("bob/f")));
    assertStopped(
        typed(r -> ((GetObjectRequest) r).toBuilder().key("bob/f2").build()),
        s3 -> s3.getObjectAsBytes(r -> r.bucket("lake").key("bob/f")));
    assertStopped(
        http(r -> r.toBuilder().encodedPath("/lake/secret/other").build()),
        s3 -> s3.getObjectAsBytes(r -> r.bucket("lake").key("bob/f")));
    assertStopped(
        typed(r -> ((PutObjectRequest) r).toBuilder().key("secret/other").build()),
        s3 -> s3.putObject(r -> r.bucket("lake").key("bob/f"), RequestBody.fromString("x")));
  }

  @Test
  void another_bucket() {
    assertStopped(
        http(r -> r.toBuilder().encodedPath("/other/bob/f").build()),
        s3 -> s3.getObjectAsBytes(r -> r.bucket("lake").key("bob/f")));
    assertStopped(
        http(r -> r.toBuilder().encodedPath("/other/lake/bob/f").build()),
        s3 -> s3.getObjectAsBytes(r -> r.bucket("lake").key("bob/f")));
  }

  @Test
  void another_prefix() {
    assertStopped(
        typed(r -> ((ListObjectsV2Request) r).toBuilder().prefix("secret/").build()),
        s3 -> s3.listObjectsV2(r -> r.bucket("lake").prefix("bob/")));
    assertStopped(
        typed(r -> ((ListObjectsV2Request) r).toBuilder().prefix(null).build()),
        s3 -> s3.listObjectsV2(r -> r.bucket("lake").prefix("bob/")));
  }

  @Test
  void another_source_of_a_copy() {
    for (String source : List.of("lake/secret/other", "other/bob/f", "lake/bo")) {
      assertStopped(
          http(r -> r.toBuilder().putHeader("x-amz-copy-source", source).build()),
          ChangedRequestTest::copy);
    }
    assertStopped(
        typed(r -> ((CopyObjectRequest) r).toBuilder().destinationKey("secret/other").build()),
        ChangedRequestTest::copy);
  }

  private static void copy(S3Client s3) {
    s3.copyObject(
        r ->
            r.sourceBucket("lake")
                .sourceKey("bob/f")
                .destinationBucket("lake")
                .destinationKey("bob/g"));
  }

  @Test
  void a_read_that_becomes_a_write() {
    assertStopped(
        http(r -> r.toBuilder().method(SdkHttpMethod.DELETE).build()),
        s3 -> s3.headObject(r -> r.bucket("lake").key("bob/f")));
  }

  @Test
  void on_an_asynchronous_client_too() {
    Changing change = typed(r -> ((PutObjectRequest) r).toBuilder().key("secret/other").build());
    try (S3AsyncClient async =
        EmulatorClients.s3(
            S3AsyncClient.builder(), lake.emulator.endpoints(), credentials, interceptor, change)) {
      assertThrows(
          CompletionException.class,
          () ->
              async
                  .putObject(
                      r -> r.bucket("lake").key("bob/f"),
                      software.amazon.awssdk.core.async.AsyncRequestBody.fromString("x"))
                  .join());
    }
    assertThat(lake.s3CallsOf(BOB).entries()).isEmpty();
  }

  @Test
  void what_is_only_sent_in_another_form_goes_out() {
    Changing more = http(r -> r.toBuilder().putHeader("x-amz-meta-more", "1").build());
    try (S3Client s3 =
        EmulatorClients.s3(
            S3Client.builder(), lake.emulator.endpoints(), credentials, interceptor, more)) {
      for (String key :
          List.of(
              "bob/a b+c%20d",
              "bob//x", "bob/\u00e4/\ud83d\ude00", "bob/*", "bob/?#[|", "bob/half-\ud83d")) {
        s3.putObject(r -> r.bucket("lake").key(key), RequestBody.fromString("x"));
        s3.headObject(r -> r.bucket("lake").key(key));
        s3.copyObject(
            r ->
                r.sourceBucket("lake")
                    .sourceKey(key)
                    .destinationBucket("lake")
                    .destinationKey(key + "2"));
        s3.copyObject(
            r ->
                r.sourceBucket("lake")
                    .sourceKey(key)
                    .destinationBucket("lake")
                    .destinationKey(key)
                    .metadataDirective("REPLACE"));
        s3.listObjectsV2(r -> r.bucket("lake").prefix(key));
        delete(s3, key);
        delete(s3, key, key + "2");
      }
    }
  }

  private static void delete(S3Client s3, String... keys) {
    List<ObjectIdentifier> objects = new ArrayList<>();
    for (String key : keys) {
      objects.add(ObjectIdentifier.builder().key(key).build());
    }
    s3.deleteObjects(r -> r.bucket("lake").delete(d -> d.objects(objects)));
  }
}
