package io.github.s3agrants.request;

import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.S3Operation;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.settings.EntryPoints;
import io.github.s3agrants.testkit.EmulatorClients;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SelectedAuthScheme;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.identity.spi.IdentityProviders;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The interceptor on S3 clients built as S3A builds them, for cases that S3A's paths cannot
 * express: many threads at once, and SDKs that resolve identities in other ways.
 */
class DirectClientTest {
  private S3AFixture lake;
  private AccessGrantsCredentialsProvider provider;
  private AccessGrantsInterceptor interceptor;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(BOB, Permission.READWRITE, "lake/bob/*"));
    Configuration conf = lake.askingPathByPath(BOB);
    provider = S3AFixture.provider(conf);
    interceptor = S3AFixture.interceptor(conf);
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
    assertThat(lake.signedByBaseOf(BOB)).isEmpty();
    lake.close();
  }

  @Test
  void a_star_in_a_key_never_widens_what_is_asked_for() {
    try (S3Client s3 = sync()) {
      s3.putObject(r -> r.bucket("lake").key("bob/*"), RequestBody.fromString("x"));
      s3.listObjectsV2(r -> r.bucket("lake").prefix("bob/a*b/"));
    }
    assertThat(lake.vendsOf(BOB))
        .containsExactly("READWRITE s3://lake/bob/*", "READ s3://lake/bob/a*");
    assertThat(lake.emulator.journal().operation("GetDataAccess").entries().get(0).dataAccess())
        .satisfies(call -> assertThat(call).hasFieldOrPropertyWithValue("targetType", "Object"));
  }

  @Test
  void sixty_four_threads_cold_under_one_grant_are_one_call() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(64);
    CountDownLatch together = new CountDownLatch(64);
    try (S3Client s3 = sync()) {
      List<Future<Object>> puts =
          IntStream.range(0, 64)
              .mapToObj(
                  i ->
                      threads.<Object>submit(
                          () -> {
                            together.countDown();
                            together.await();
                            return s3.putObject(
                                r -> r.bucket("lake").key("bob/cold/" + i),
                                RequestBody.fromString("x"));
                          }))
              .collect(Collectors.toList());
      for (Future<Object> put : puts) {
        put.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(lake.vendsOf(BOB)).hasSize(1);
    assertThat(lake.emulator.journal().count("GetCallerIdentity")).isEqualTo(1);
    assertThat(lake.emulator.journal().count("GetAccessGrantsInstanceForPrefix")).isEqualTo(1);
    assertThat(lake.s3CallsOf(BOB).count("PutObject")).isEqualTo(64);
  }

  @Test
  void denials_reach_both_kinds_of_client_as_the_services_own() {
    try (S3Client s3 = sync();
        S3AsyncClient async = async()) {
      S3Exception e =
          assertThrows(
              S3Exception.class,
              () -> s3.putObject(r -> r.bucket("lake").key("carol"), RequestBody.fromString("x")));
      assertThat(e.statusCode()).isEqualTo(403);
      assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
      Throwable cause =
          assertThrows(
                  CompletionException.class,
                  () ->
                      async
                          .putObject(
                              r -> r.bucket("lake").key("carol"), AsyncRequestBody.fromString("x"))
                          .join())
              .getCause();
      assertThat(assertInstanceOf(S3Exception.class, cause).statusCode()).isEqualTo(403);
    }
    assertThat(lake.s3CallsOf(BOB).entries()).isEmpty();
  }

  /**
   * Simulates an SDK, or another interceptor, that restores the base identity after ours was set.
   */
  private static final class BaseIdentityReturns implements ExecutionInterceptor {
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      AwsCredentials base = EmulatorClients.awsCredentials(BOB);
      SelectedAuthScheme<?> ours =
          attributes.getAttribute(SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME);
      attributes.putAttribute(
          SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME,
          withIdentity(ours, CompletableFuture.completedFuture(base)));
      IdentityProviders providers =
          attributes.getAttribute(SdkInternalExecutionAttribute.IDENTITY_PROVIDERS);
      attributes.putAttribute(
          SdkInternalExecutionAttribute.IDENTITY_PROVIDERS,
          providers.toBuilder()
              .putIdentityProvider(StaticCredentialsProvider.create(base))
              .build());
    }

    @SuppressWarnings("unchecked")
    private static <T extends software.amazon.awssdk.identity.spi.Identity>
        SelectedAuthScheme<T> withIdentity(
            SelectedAuthScheme<T> scheme, CompletableFuture<?> identity) {
      return new SelectedAuthScheme<>(
          (CompletableFuture<? extends T>) identity, scheme.signer(), scheme.authSchemeOption());
    }
  }

  /** Simulates an SDK that keeps the identity in no known place. */
  private static final class NoIdentityAnywhere implements ExecutionInterceptor {
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      attributes.putAttribute(
          SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME, (SelectedAuthScheme<?>) null);
      attributes.putAttribute(
          SdkInternalExecutionAttribute.IDENTITY_PROVIDERS, (IdentityProviders) null);
    }
  }

  @Test
  void a_request_that_base_credentials_have_signed_is_stopped_before_it_is_sent() {
    try (S3Client s3 = client(S3Client.builder(), interceptor, new BaseIdentityReturns());
        S3AsyncClient async =
            client(S3AsyncClient.builder(), interceptor, new BaseIdentityReturns())) {
      S3Exception e =
          assertThrows(
              S3Exception.class,
              () -> s3.putObject(r -> r.bucket("lake").key("bob/k"), RequestBody.fromString("x")));
      assertThat(e.statusCode()).isEqualTo(403);
      assertThat(e.getMessage()).contains("signed with other credentials");
      assertThrows(
          CompletionException.class,
          () ->
              async
                  .putObject(r -> r.bucket("lake").key("bob/k"), AsyncRequestBody.fromString("x"))
                  .join());
    }
    assertThat(lake.s3CallsOf(BOB).entries()).isEmpty();
  }

  @Test
  void an_sdk_that_keeps_the_identity_elsewhere_is_refused() {
    try (S3Client s3 = client(S3Client.builder(), new NoIdentityAnywhere(), interceptor)) {
      S3Exception e =
          assertThrows(S3Exception.class, () -> s3.headObject(r -> r.bucket("lake").key("bob/k")));
      assertThat(e.getMessage()).contains("this AWS SDK keeps the signing identity");
    }
    assertThat(lake.s3CallsOf(BOB).entries()).isEmpty();
  }

  @Test
  void only_the_thread_of_a_caller_who_waits_asks_s3_whether_a_key_is_missing() {
    lake.emulator.faults().set(S3Operation.HEAD_OBJECT, Fault.error(403, "AccessDenied"));
    try (S3Client s3 = sync();
        S3AsyncClient async = async()) {
      Throwable cause =
          assertThrows(
                  CompletionException.class,
                  () -> async.headObject(r -> r.bucket("lake").key("bob/none")).join())
              .getCause();
      assertThat(assertInstanceOf(S3Exception.class, cause).statusCode()).isEqualTo(403);
      assertThat(lake.s3CallsOf(BOB).count("ListObjectsV2")).isZero();

      assertThrows(
          NoSuchKeyException.class, () -> s3.headObject(r -> r.bucket("lake").key("bob/none")));
      assertThat(lake.s3CallsOf(BOB).count("ListObjectsV2")).isEqualTo(1);
      lake.emulator.faults().set(S3Operation.GET_OBJECT, Fault.error(403, "AccessDenied"));
      assertThrows(
          NoSuchKeyException.class,
          () -> s3.getObjectAsBytes(r -> r.bucket("lake").key("bob/none")));
      assertThat(lake.s3CallsOf(BOB).count("ListObjectsV2")).isEqualTo(2);
      // A list of keys does not show versions.
      S3Exception e =
          assertThrows(
              S3Exception.class,
              () -> s3.headObject(r -> r.bucket("lake").key("bob/none").versionId("1")));
      assertThat(e.statusCode()).isEqualTo(403);
      // If S3 does not answer, the library cannot tell.
      lake.emulator.faults().set(S3Operation.LIST_OBJECTS_V2, Fault.error(403, "AccessDenied"));
      e =
          assertThrows(
              S3Exception.class, () -> s3.headObject(r -> r.bucket("lake").key("bob/none")));
      assertThat(e.statusCode()).isEqualTo(403);
    }
  }

  /**
   * GetObjectAttributes is asked for as READ, but AWS's table of what a grant carries does not have
   * it. Whatever S3 answers is the answer; nothing is signed with base credentials.
   */
  @Test
  void attributes_are_what_s3_says() throws IOException {
    lake.upload("/bob/k", "text");
    lake.emulator.resetJournal();
    try (S3Client s3 = sync()) {
      S3Exception e =
          assertThrows(
              S3Exception.class,
              () ->
                  s3.getObjectAttributes(
                      r ->
                          r.bucket("lake")
                              .key("bob/k")
                              .objectAttributes(ObjectAttributes.OBJECT_SIZE)));
      assertThat(e.statusCode()).isEqualTo(403);
      assertThat(e.getMessage()).contains("READ on s3://lake/bob/k").contains("S3 refused them");
    }
    // A second time if the renewal that follows a refusal by S3 is already there.
    assertThat(lake.vendsOf(BOB)).containsOnly("READ s3://lake/bob/k");
    assertThat(lake.s3CallsOf(BOB).signer(SignerKind.VENDED).count("GetObjectAttributes"))
        .isEqualTo(1);
  }

  @Test
  void two_interceptors_on_one_client_are_as_good_as_one() {
    AccessGrantsInterceptor second = S3AFixture.interceptor(lake.grants(BOB));
    try (S3Client s3 = client(S3Client.builder(), interceptor, second);
        S3AsyncClient async = client(S3AsyncClient.builder(), interceptor, second)) {
      s3.putObject(r -> r.bucket("lake").key("bob/twice"), RequestBody.fromString("x"));
      assertThat(async.headObject(r -> r.bucket("lake").key("bob/twice")).join().contentLength())
          .isEqualTo(1);
    }
    assertThat(lake.vendsOf(BOB)).hasSize(1);
  }

  @Test
  void a_bulk_delete_of_no_key_is_refused_by_name() {
    try (S3Client s3 = sync()) {
      ObjectIdentifier named = ObjectIdentifier.builder().key("bob/k").build();
      for (ObjectIdentifier nameless :
          List.of(ObjectIdentifier.builder().build(), ObjectIdentifier.builder().key("").build())) {
        S3Exception e =
            assertThrows(
                S3Exception.class,
                () ->
                    s3.deleteObjects(
                        r -> r.bucket("lake").delete(d -> d.objects(List.of(named, nameless)))));
        assertThat(e.statusCode()).isEqualTo(403);
        assertThat(e.getMessage()).contains("names no key");
      }
    }
    assertThat(lake.s3CallsOf(BOB).entries()).isEmpty();
  }

  @Test
  void an_interceptor_that_was_not_configured_lets_nothing_through() {
    try (S3Client s3 = client(S3Client.builder(), new AccessGrantsInterceptor())) {
      assertThrows(S3Exception.class, () -> s3.listBuckets());
    }
    assertThat(lake.s3CallsOf(BOB).entries()).isEmpty();
  }

  @Test
  void an_unsupported_operation_is_signed_with_base_credentials_without_fallback() {
    try (S3Client s3 = sync()) {
      // S3 refuses, since the base credentials may do nothing there.
      S3Exception e =
          assertThrows(S3Exception.class, () -> s3.getBucketLocation(r -> r.bucket("lake")));
      assertThat(e.statusCode()).isEqualTo(403);
    }
    assertThat(lake.signedByBaseOf(BOB)).hasSize(1);
    lake.emulator.resetJournal();
  }

  @Test
  void the_provider_gives_a_placeholder_and_shows_nothing() {
    AwsCredentials given = provider.resolveCredentials();
    assertThat(given.accessKeyId()).isEqualTo(EntryPoints.PLACEHOLDER_ACCESS_KEY_ID);
    assertThat(given.secretAccessKey()).hasSizeGreaterThan(40);
    assertThat(
            given
                + given.accessKeyId()
                + given.secretAccessKey()
                + provider.toString()
                + ((PlaceholderCredentials) given).base())
        .doesNotContain(BOB.secretKey())
        .doesNotContain(BOB.accessKey());
    assertThat(lake.emulator.journal().signer(SignerKind.VENDED).entries()).isEmpty();
  }

  private S3Client sync() {
    return client(S3Client.builder(), interceptor);
  }

  private S3AsyncClient async() {
    return client(S3AsyncClient.builder(), interceptor);
  }

  private <B extends S3BaseClientBuilder<B, C>, C> C client(
      B builder, ExecutionInterceptor... interceptors) {
    return EmulatorClients.s3(builder, lake.emulator.endpoints(), provider, interceptors);
  }
}
