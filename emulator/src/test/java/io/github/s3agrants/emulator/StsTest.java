package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static io.github.s3agrants.testkit.TestPrincipals.LOCATION_ROLE;
import static io.github.s3agrants.testkit.TestPrincipals.SESSION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Role;
import io.github.s3agrants.emulator.api.S3Access;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.testkit.TestPrincipals;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3control.model.S3ControlException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.ProvidedContext;
import software.amazon.awssdk.services.sts.model.StsException;

/** STS, called with the AWS SDK. */
final class StsTest {
  private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");
  private static final String ROLE = "arn:aws:iam::111122223333:role/team/analyst";
  private static final String LONG = "arn:aws:iam::111122223333:role/long";
  private static final String CENTER = "arn:aws:sso:::instance/ssoins-1234567890abcdef";
  private static final String PROVIDER = "arn:aws:iam::aws:contextProvider/IdentityCenter";
  private static final String USER = "a1b2c3d4-5678-90ab-cdef-000000000001";

  private final ManualClock clock = new ManualClock(NOW);
  private AccessGrantsEmulator emulator;
  private EmulatorClients clients;

  @BeforeEach
  void start() throws Exception {
    emulator =
        AccessGrantsEmulator.builder()
            .principal(ADMIN)
            .principal(ALICE)
            .principal(BOB)
            .principal(SESSION)
            .role(
                new Role(
                    ROLE,
                    List.of("alice", "arn:aws:iam::111122223333:role/etl"),
                    true,
                    List.of(new S3Access("s3://lake/role/*", Permission.READWRITE)),
                    3600))
            .role(new Role(LONG, List.of("111122223333"), false, List.of(), 43_200))
            .bucket("lake")
            .identityCenter(CENTER)
            .location("s3://", LOCATION_ROLE)
            .grant("s3://", "lake/analyst/*", ROLE, Permission.READ)
            .clock(clock)
            .start();
    clients = new EmulatorClients(emulator.endpoints());
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @Test
  void a_session_acts_as_the_role() {
    AssumeRoleResponse answer = assume(sts(ALICE), request().build());
    String arn = "arn:aws:sts::111122223333:assumed-role/analyst/monday";
    assertThat(answer.assumedRoleUser().arn()).isEqualTo(arn);
    assertThat(answer.assumedRoleUser().assumedRoleId()).matches("AROA[A-Z0-9]{17}:monday");
    assertThat(answer.credentials().expiration()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    assertThat(answer.sourceIdentity()).isEqualTo("alice");
    AwsCredentialsProvider session = provider(answer.credentials());

    GetCallerIdentityResponse identity = clients.sts(session).getCallerIdentity();
    assertThat(identity.arn()).isEqualTo(arn);
    assertThat(identity.userId()).isEqualTo(answer.assumedRoleUser().assumedRoleId());
    assertThat(identity.account()).isEqualTo(TestPrincipals.ACCOUNT);

    clients.s3(session).putObject(r -> r.bucket("lake").key("role/x"), RequestBody.fromString("x"));
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(
            () ->
                clients
                    .s3(session)
                    .putObject(r -> r.bucket("lake").key("y"), RequestBody.fromString("y")))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
    var control = clients.control(session, Region.US_EAST_1);
    assertThat(
            control.listAccessGrants(r -> r.accountId(TestPrincipals.ACCOUNT)).accessGrantsList())
        .hasSize(1);
    var vended =
        control.getDataAccess(
            EmulatorClients.request(
                "s3://lake/analyst/x",
                software.amazon.awssdk.services.s3control.model.Permission.READ));
    GetCallerIdentityResponse location =
        clients.sts(EmulatorClients.credentials(vended.credentials())).getCallerIdentity();
    assertThat(location.arn())
        .startsWith("arn:aws:sts::111122223333:assumed-role/s3ag-location-role/access-grants-");
    assertThat(emulator.journal().principal("monday@analyst").entries()).isNotEmpty();
  }

  @Test
  void sessions_end() {
    AwsCredentialsProvider session = provider(assume(sts(ALICE), request().build()).credentials());
    clock.advance(Duration.ofHours(1));
    refused(403, "ExpiredToken", () -> clients.sts(session).getCallerIdentity());
    assertThatExceptionOfType(S3ControlException.class)
        .isThrownBy(
            () ->
                clients
                    .control(session, Region.US_EAST_1)
                    .listAccessGrants(r -> r.accountId(TestPrincipals.ACCOUNT)))
        .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ExpiredToken"));
  }

  @Test
  void who_may_assume() {
    refused(403, "AccessDenied", () -> assume(sts(BOB), request().build()));
    refused(403, "AccessDenied", () -> assume(sts(BOB), request().roleArn(ROLE + "x").build()));
    assume(sts(BOB), request().roleArn(LONG).build());
    AssumeRoleResponse chained = assume(sts(SESSION), request().build());
    refused(
        403,
        "AccessDenied",
        () -> assume(clients.sts(provider(chained.credentials())), request().build()));
  }

  @Test
  void the_directory_identity_of_a_context() {
    clients
        .control(ADMIN)
        .createAccessGrant(
            r ->
                r.accountId(TestPrincipals.ACCOUNT)
                    .accessGrantsLocationId("default")
                    .accessGrantsLocationConfiguration(c -> c.s3SubPrefix("lake/u/*"))
                    .grantee(g -> g.granteeType("DIRECTORY_USER").granteeIdentifier(USER))
                    .permission("READ"));
    String assertion = base64("{\"user\":\"" + USER + "\",\"groups\":[]}");
    AssumeRoleResponse answer =
        assume(sts(ALICE), request().providedContexts(context(PROVIDER, assertion)).build());
    var target =
        EmulatorClients.request(
            "s3://lake/u/x", software.amazon.awssdk.services.s3control.model.Permission.READ);
    var vended =
        clients.control(provider(answer.credentials()), Region.US_EAST_1).getDataAccess(target);
    assertThat(vended.grantee().granteeIdentifier()).isEqualTo(USER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%%%%",
        "bm8ganNvbg==",
        "WyJsaXN0Il0=",
        "eyJ1c2VyIjoibm8tdXVpZCJ9",
        "eyJhZG1pbiI6dHJ1ZX0=",
      })
  void assertions_that_say_nothing(String assertion) {
    refused(
        400,
        "ValidationError",
        () -> assume(sts(ALICE), request().providedContexts(context(PROVIDER, assertion)).build()));
  }

  @Test
  void contexts_of_others() {
    refused(
        400,
        "ValidationError",
        () ->
            assume(
                sts(ALICE),
                request().providedContexts(context("arn:aws:iam::aws:x", "e30=")).build()));
  }

  @ParameterizedTest
  @CsvSource({"899", "43201", "3601"})
  void durations(int seconds) {
    refused(
        400,
        "ValidationError",
        () -> assume(sts(ALICE), request().durationSeconds(seconds).build()));
  }

  @Test
  void long_and_chained_sessions() {
    AssumeRoleResponse twelveHours =
        assume(sts(ALICE), request().roleArn(LONG).durationSeconds(43_200).build());
    assertThat(twelveHours.credentials().expiration()).isEqualTo(NOW.plus(Duration.ofHours(12)));
    refused(
        400,
        "ValidationError",
        () -> assume(sts(SESSION), request().roleArn(LONG).durationSeconds(3601).build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "a b",
        "a/b",
        "0123456789012345678901234567890123456789012345678901234567890abcde"
      })
  void session_names(String name) {
    refused(
        400, "ValidationError", () -> assume(sts(ALICE), request().roleSessionName(name).build()));
  }

  @Test
  void what_would_narrow_a_session_is_not_ignored() {
    refused(400, "ValidationError", () -> assume(sts(ALICE), request().policy("{}").build()));
  }

  @Test
  void other_actions() {
    refused(
        400,
        "InvalidAction",
        () -> sts(ALICE).getFederationToken(r -> r.name("federated").durationSeconds(900)));
  }

  @Test
  void a_session_token_is_of_the_user_who_asked_for_it() {
    Credentials token = sts(ALICE).getSessionToken(r -> r.durationSeconds(900)).credentials();
    assertThat(token.expiration()).isEqualTo(NOW.plus(Duration.ofMinutes(15)));
    AwsCredentialsProvider session = provider(token);
    assertThat(clients.sts(session).getCallerIdentity().arn()).isEqualTo(ALICE.arn());
    refused(403, "AccessDenied", () -> clients.sts(session).getSessionToken());
    assertThat(emulator.journal().operation("GetSessionToken").entries())
        .allSatisfy(call -> assertThat(call.principal()).isEqualTo(ALICE.name()));
    clock.advance(Duration.ofMinutes(15));
    refused(403, "ExpiredToken", () -> clients.sts(session).getCallerIdentity());
  }

  @Test
  void the_life_of_a_session_token() {
    assertThat(sts(ALICE).getSessionToken().credentials().expiration())
        .isEqualTo(NOW.plus(Duration.ofHours(12)));
    refused(
        400, "ValidationError", () -> sts(ALICE).getSessionToken(r -> r.durationSeconds(129_601)));
    refused(
        400,
        "ValidationError",
        () -> sts(ALICE).getSessionToken(r -> r.serialNumber("GAHT12345678").tokenCode("123456")));
  }

  private StsClient sts(Principal principal) {
    return clients.sts(EmulatorClients.credentials(principal));
  }

  private static AssumeRoleRequest.Builder request() {
    return AssumeRoleRequest.builder()
        .roleArn(ROLE)
        .roleSessionName("monday")
        .sourceIdentity("alice");
  }

  private static AssumeRoleResponse assume(StsClient sts, AssumeRoleRequest request) {
    return sts.assumeRole(request);
  }

  private static ProvidedContext context(String provider, String assertion) {
    return ProvidedContext.builder().providerArn(provider).contextAssertion(assertion).build();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static AwsCredentialsProvider provider(Credentials credentials) {
    return StaticCredentialsProvider.create(
        AwsSessionCredentials.create(
            credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken()));
  }

  private static void refused(int status, String code, ThrowingCallable call) {
    assertThatExceptionOfType(StsException.class)
        .isThrownBy(call)
        .satisfies(
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
            });
  }
}
