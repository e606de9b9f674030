package io.github.s3agrants.aws;

import static io.github.s3agrants.aws.TestServices.ACCOUNT;
import static io.github.s3agrants.aws.TestServices.BASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.Privilege;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.TestCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.testing.TestAccess;
import io.github.s3agrants.testkit.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** The request that each call to a service sends, and how its answer is read. */
class QuestionsTest {
  private static final URI CONTROL = URI.create("https://control.example:1");
  private static final URI STS = URI.create("https://sts.example:2");
  private static final URI S3 = URI.create("https://s3.example:3");
  private static final S3Path OBJECT = S3Path.object("bucket", "p/k");
  private static final S3Path PREFIX = S3Path.prefix("bucket", "p/");

  private final ManualClock clock = new ManualClock();

  private static ServiceSettings.Builder settings() {
    return ServiceSettings.builder()
        .endpoint(Optional.of(CONTROL))
        .stsEndpoint(Optional.of(STS))
        .s3Endpoint(Optional.of(S3));
  }

  private SdkAccessGrantsClient client(RecordingService service) {
    return TestServices.client(service, clock);
  }

  private static SdkHttpRequest only(RecordingService service) {
    assertThat(service.requests()).hasSize(1);
    return service.requests().get(0);
  }

  private static void assertSentTo(URI endpoint, SdkHttpRequest request) {
    assertThat(request.host()).isEqualTo(endpoint.getHost());
    assertThat(request.port()).isEqualTo(endpoint.getPort());
  }

  private static void assertSignedByTheCaller(SdkHttpRequest request) {
    assertThat(request.firstMatchingHeader("Authorization").orElse(""))
        .contains("Credential=" + BASE.accessKeyId() + "/");
  }

  private static void assertBadResponse(AccessGrantsException e) {
    assertThat(e.kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  private static String element(String name, @Nullable String text) {
    return text == null ? "" : "<" + name + ">" + text + "</" + name + ">";
  }

  private static String identity(
      @Nullable String arn, @Nullable String userId, @Nullable String account) {
    return "<GetCallerIdentityResponse><GetCallerIdentityResult>"
        + element("Arn", arn)
        + element("UserId", userId)
        + element("Account", account)
        + "</GetCallerIdentityResult></GetCallerIdentityResponse>";
  }

  @Test
  void the_caller_is_who_sts_names() {
    RecordingService service =
        RecordingService.answering(identity("arn:aws:iam::1:user/alice", "AIDA1", "111122223333"));
    try (SdkAccessGrantsClient client = client(service)) {
      assertThat(client.identify(settings().build(), "eu-west-1", BASE))
          .isEqualTo(Caller.identified("arn:aws:iam::1:user/alice", "AIDA1", "111122223333"))
          .hasToString("arn:aws:iam::1:user/alice");
    }
    assertSentTo(STS, only(service));
    assertSignedByTheCaller(only(service));
    assertThat(only(service).firstMatchingHeader("Authorization").orElse(""))
        .contains("/eu-west-1/sts/");
  }

  @ParameterizedTest
  @CsvSource({", id, 111122223333", "arn, , 111122223333", "arn, id, "})
  void who_is_not_named_in_full_is_nobody(
      @Nullable String arn, @Nullable String userId, @Nullable String account) {
    try (SdkAccessGrantsClient client =
        client(RecordingService.answering(identity(arn, userId, account)))) {
      assertBadResponse(
          assertThrows(
              AccessGrantsException.class,
              () -> client.identify(settings().build(), "us-east-1", BASE)));
    }
  }

  private static String instance(@Nullable String arn) {
    return "<GetAccessGrantsInstanceForPrefixResult>"
        + element("AccessGrantsInstanceArn", arn)
        + "</GetAccessGrantsInstanceForPrefixResult>";
  }

  @Test
  void the_instance_is_that_of_the_account_in_its_arn() {
    RecordingService service =
        RecordingService.answering(
            instance("arn:aws-us-gov:s3:us-gov-west-1:444455556666:access-grants/default"));
    try (SdkAccessGrantsClient client = client(service)) {
      assertThat(
              client.instanceAccount(settings().build(), "us-gov-west-1", ACCOUNT, "bucket", BASE))
          .isEqualTo("444455556666");
    }
    SdkHttpRequest sent = only(service);
    assertSentTo(CONTROL, sent);
    assertSignedByTheCaller(sent);
    assertThat(sent.firstMatchingHeader("x-amz-account-id")).contains(ACCOUNT);
    assertThat(sent.firstMatchingRawQueryParameter("s3prefix")).contains("s3://bucket");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "default",
        "arn:aws:s3:us-east-1:11112222333:access-grants/default",
        "arn:aws:s3:us-east-1:1111222233334:access-grants/default",
        "arn:aws:iam:us-east-1:111122223333:access-grants/default",
        "arn:aws:s3:us-east-1:111122223333:accesspoint/default",
        "arn:aws:s3:us-east-1:111122223333:access-grants/",
        "arn:aws:s3:us-east-1:111122223333:access-grants/default/more",
        "x arn:aws:s3:us-east-1:111122223333:access-grants/default",
      })
  void an_arn_of_another_form_names_no_instance(String arn) {
    assertNamesNoInstance(instance(arn));
  }

  @Test
  void an_answer_without_an_arn_names_no_instance() {
    assertNamesNoInstance(instance(null));
  }

  private void assertNamesNoInstance(String answer) {
    try (SdkAccessGrantsClient client = client(RecordingService.answering(answer))) {
      assertBadResponse(
          assertThrows(
              AccessGrantsException.class,
              () ->
                  client.instanceAccount(
                      settings().build(), "us-east-1", ACCOUNT, "bucket", BASE)));
    }
  }

  private static RecordingService bucketIn(@Nullable String region, int status) {
    SdkHttpResponse.Builder head =
        SdkHttpResponse.builder().statusCode(status).putHeader("x-amz-request-id", "id-1");
    if (region != null) {
      head.putHeader("x-amz-bucket-region", region);
    }
    return new RecordingService(request -> new RecordingService.Answer(head.build(), ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 301, 403})
  void the_region_of_a_bucket_is_what_s3_says_to_anybody(int status) {
    RecordingService service = bucketIn("eu-west-1", status);
    try (SdkAccessGrantsClient client = client(service)) {
      assertThat(client.bucketRegion(settings().build(), "bucket")).isEqualTo("eu-west-1");
    }
    SdkHttpRequest sent = only(service);
    assertSentTo(S3, sent);
    assertThat(sent.method()).isEqualTo(SdkHttpMethod.HEAD);
    assertThat(sent.encodedPath()).isEqualTo("/bucket");
    assertThat(sent.firstMatchingHeader("Authorization")).isEmpty();
  }

  @Test
  void no_region_is_taken_from_an_empty_header_or_from_a_failure() {
    try (SdkAccessGrantsClient client = client(bucketIn("", 200))) {
      AccessGrantsException e =
          assertThrows(
              AccessGrantsException.class, () -> client.bucketRegion(settings().build(), "bucket"));
      assertThat(e.kind()).isEqualTo(Kind.NO_INSTANCE);
    }
    try (SdkAccessGrantsClient client = client(bucketIn("eu-west-1", 500))) {
      AccessGrantsException e =
          assertThrows(
              AccessGrantsException.class, () -> client.bucketRegion(settings().build(), "bucket"));
      assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    }
  }

  private VendedCredentials vend(
      RecordingService service,
      ServiceSettings settings,
      S3Path path,
      Optional<String> auditContext) {
    Access access = access(path);
    try (SdkAccessGrantsClient client = client(service)) {
      return client.getDataAccess(settings, TestServices.INSTANCE, access, auditContext, BASE);
    }
  }

  private static Access access(S3Path path) {
    return path.isPrefix()
        ? TestAccess.list(path.bucket(), path.key())
        : TestCredentials.get(path.bucket(), path.key());
  }

  private String vended(@Nullable String scope) {
    String whole =
        TestServices.dataAccess(
            "ASIAVENDED", clock.instant().plus(Duration.ofHours(1)), scope == null ? "" : scope);
    return scope == null ? whole.replace("<MatchedGrantTarget></MatchedGrantTarget>", "") : whole;
  }

  private SdkHttpRequest sentToVend(
      ServiceSettings settings, S3Path path, Optional<String> auditContext) {
    RecordingService service = RecordingService.answering(vended("s3://bucket/p/*"));
    vend(service, settings, path, auditContext);
    SdkHttpRequest sent = only(service);
    assertSentTo(CONTROL, sent);
    assertSignedByTheCaller(sent);
    assertThat(sent.firstMatchingHeader("x-amz-account-id")).contains(ACCOUNT);
    return sent;
  }

  private static Optional<String> parameter(SdkHttpRequest sent, String name) {
    return sent.firstMatchingRawQueryParameter(name);
  }

  @Test
  void an_object_is_asked_for_as_that_object_alone() {
    SdkHttpRequest sent = sentToVend(settings().build(), OBJECT, Optional.of("s3a op=x"));
    assertThat(parameter(sent, "target")).contains("s3://bucket/p/k");
    assertThat(parameter(sent, "targetType")).contains("Object");
    assertThat(parameter(sent, "permission")).contains("READ");
    assertThat(parameter(sent, "privilege")).contains("Default");
    assertThat(parameter(sent, "durationSeconds")).contains("3600");
    assertThat(parameter(sent, "auditContext")).contains("s3a op=x");
  }

  @Test
  void a_prefix_is_asked_for_without_a_type() {
    ServiceSettings settings =
        settings().privilege(Privilege.MINIMAL).duration(Duration.ofMinutes(15)).build();
    SdkHttpRequest sent = sentToVend(settings, PREFIX, Optional.empty());
    assertThat(parameter(sent, "target")).contains("s3://bucket/p/*");
    assertThat(parameter(sent, "targetType")).isEmpty();
    assertThat(parameter(sent, "privilege")).contains("Minimal");
    assertThat(parameter(sent, "durationSeconds")).contains("900");
    assertThat(parameter(sent, "auditContext")).isEmpty();
  }

  @Test
  void a_grant_is_what_the_answer_says() {
    VendedCredentials vended =
        vend(
            RecordingService.answering(vended("s3://bucket/p/*")),
            settings().build(),
            OBJECT,
            Optional.empty());
    assertThat(vended.scope()).isEqualTo(PREFIX);
    assertThat(vended.permission()).isEqualTo(Permission.READ);
    FixedIdentityProvider identity = SdkCredentials.provider(vended.signing());
    assertThat(identity.identity().join())
        .isEqualTo(AwsSessionCredentials.create("ASIAVENDED", "vended-secret", "vended-token"));
    assertThat(SdkCredentials.provider(vended.signing())).isSameAs(identity);
    assertThat(vended.signing().expiration()).contains(vended.expiration());
    assertThat(vended.expiration()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    assertThat(vended)
        .hasToString("READ on s3://bucket/p/* until " + clock.instant().plus(Duration.ofHours(1)));
  }

  @Test
  void an_answer_that_names_no_scope_is_for_what_was_asked_alone() {
    VendedCredentials vended =
        vend(
            RecordingService.answering(vended(null)), settings().build(), OBJECT, Optional.empty());
    assertThat(vended.scope()).isEqualTo(OBJECT);
  }

  @Test
  void a_scope_that_does_not_cover_what_was_asked_widens_nothing() {
    VendedCredentials vended =
        vend(
            RecordingService.answering(vended("s3://bucket/q/*")),
            settings().build(),
            OBJECT,
            Optional.empty());
    assertThat(vended.scope()).isEqualTo(OBJECT);
    assertThat(vended.unexpectedScope()).contains("s3://bucket/q/*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Credentials", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"})
  void incomplete_credentials_are_none(String missing) {
    String incomplete =
        vended("s3://bucket/p/*").replaceAll("<" + missing + ">.*</" + missing + ">", "");
    assertBadResponse(
        assertThrows(
            AccessGrantsException.class,
            () ->
                vend(
                    RecordingService.answering(incomplete),
                    settings().build(),
                    OBJECT,
                    Optional.empty())));
  }

  @Test
  void to_make_ready_asks_nobody_and_is_over_with_the_client() {
    RecordingService service = RecordingService.answering("");
    SdkAccessGrantsClient client = client(service);
    ServiceSettings known = settings().region(Optional.of("us-east-1")).build();
    client.prepare(known);
    client.prepare(settings().build());
    assertThat(service.requests()).isEmpty();
    client.close();
    assertThrows(AccessGrantsException.class, () -> client.prepare(known));
  }

  @Test
  void both_transports_and_the_timers_end_with_the_client() {
    RecordingService http = RecordingService.answering("");
    RecordingService ofMissingKeys = RecordingService.answering("");
    ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    SdkAccessGrantsClient client = new SdkAccessGrantsClient(http, ofMissingKeys, timers, clock);
    useBoth(client);
    client.close();
    assertThat(http.isClosed()).isTrue();
    assertThat(ofMissingKeys.isClosed()).isTrue();
    assertThat(timers.isShutdown()).isTrue();
  }

  @Test
  void a_transport_that_cannot_be_closed_leaves_the_other_not_open() {
    IllegalStateException stuck = new IllegalStateException("stuck");
    RecordingService http =
        new RecordingService(request -> RecordingService.Answer.of("")) {
          @Override
          public void close() {
            throw stuck;
          }
        };
    RecordingService ofMissingKeys = RecordingService.answering("");
    ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    SdkAccessGrantsClient client = new SdkAccessGrantsClient(http, ofMissingKeys, timers, clock);
    useBoth(client);
    assertThat(assertThrows(IllegalStateException.class, client::close)).isSameAs(stuck);
    assertThat(ofMissingKeys.isClosed()).isTrue();
    assertThat(timers.isShutdown()).isTrue();
  }

  /** Uses both HTTP clients, because each is made at its first use. */
  private static void useBoth(SdkAccessGrantsClient client) {
    client.prepare(settings().region(Optional.of("us-east-1")).build());
    RefusedRead refused = TestServices.refused(URI.create("http://127.0.0.1:1"), "bucket", "k");
    // The answer does not matter.
    assertThrows(AccessGrantsException.class, () -> client.isMissing(refused));
  }
}
