package io.github.s3agrants.emulator;

import static io.github.s3agrants.emulator.api.Permission.READ;
import static io.github.s3agrants.emulator.api.Permission.READWRITE;
import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.LOCATION_ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3agrants.emulator.api.Bucket;
import io.github.s3agrants.emulator.api.MatchedGrantTarget;
import io.github.s3agrants.emulator.api.Role;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.testkit.TestPrincipals;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3control.model.GetDataAccessRequest;
import software.amazon.awssdk.services.s3control.model.ListCallerAccessGrantsEntry;
import software.amazon.awssdk.services.s3control.model.Permission;
import software.amazon.awssdk.services.s3control.model.Privilege;
import software.amazon.awssdk.services.s3control.model.S3ControlException;
import software.amazon.awssdk.services.s3control.model.S3PrefixType;

/** How scopes of grants are made and written, how long credentials live, and who pays. */
final class GrantScopesTest {
  private static final String ACCOUNT = TestPrincipals.ACCOUNT;

  private static EmulatorBuilder builder() {
    return AccessGrantsEmulator.builder().principal(ADMIN).principal(ALICE).bucket("lake", "lakes");
  }

  @ParameterizedTest
  @CsvSource({
    "s3://lake, /dir/*, false, s3://lake/dir/*",
    "s3://lake, dir/*, false, s3://lake/dir/*",
    "s3://lake, *, false, s3://lake/*",
    "s3://lake, /*, false, s3://lake/*",
    "s3://lake*, /dir/*, false, s3://lake/dir/*",
    "s3://lake, /key, true, s3://lake/key",
    "s3://lake, key, true, s3://lake/key",
    // The location ends with a slash, so the key begins with one.
    "s3://lake/, /key, true, s3://lake//key",
    "s3://lake/, key, true, s3://lake/key",
    "s3://lake/dir, /key, true, s3://lake/dir/key",
    "s3://lake/dir/, key, true, s3://lake/dir/key",
    "s3://, lake/key, true, s3://lake/key",
    "s3://, lake/dir*, false, s3://lake/dir*",
    "s3://, lake/*, false, s3://lake/*",
    "s3://, lake*, false, s3://lake*",
  })
  void sub_prefixes(String location, String subPrefix, boolean object, String scope)
      throws Exception {
    EmulatorBuilder described = builder().location(location, LOCATION_ROLE);
    if (object) {
      described.objectGrant(location, subPrefix, "alice", READ);
    } else {
      described.grant(location, subPrefix, "alice", READ);
    }
    try (AccessGrantsEmulator emulator = described.start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      assertThat(
              clients
                  .control(ADMIN)
                  .listAccessGrants(r -> r.accountId(ACCOUNT).grantScope(scope))
                  .accessGrantsList())
          .singleElement()
          .satisfies(grant -> assertThat(grant.grantScope()).isEqualTo(scope));
      assertThat(
              clients
                  .control(ALICE)
                  .listCallerAccessGrants(r -> r.accountId(ACCOUNT))
                  .callerAccessGrantsList())
          .extracting(ListCallerAccessGrantsEntry::grantScope)
          .containsExactly(scope);
      GetDataAccessRequest.Builder request =
          EmulatorClients.request(scope, Permission.READ).toBuilder();
      if (object) {
        request.targetType(S3PrefixType.OBJECT);
      }
      assertThat(clients.control(ALICE).getDataAccess(request.build()).matchedGrantTarget())
          .isEqualTo(scope);
    }
  }

  /** The bucket {@code lake}, and no other whose name begins so. */
  @Test
  void a_bucket_with_a_star_is_that_bucket() throws Exception {
    try (AccessGrantsEmulator emulator =
            builder()
                .location("s3://", LOCATION_ROLE)
                .grant("s3://", "lake*", "alice", READ)
                .start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      S3Client vended =
          clients.s3(
              EmulatorClients.credentials(clients.vend(ALICE, "s3://lake/any/*", Permission.READ)));
      assertThat(vended.listObjectsV2(r -> r.bucket("lake")).keyCount()).isZero();
      denied(() -> vended.listObjectsV2(r -> r.bucket("lakes")));
      assertThatExceptionOfType(S3ControlException.class)
          .isThrownBy(() -> clients.vend(ALICE, "s3://lakes/*", Permission.READ))
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
    }
  }

  @Test
  void a_configured_grant_needs_a_bucket() {
    EmulatorBuilder described =
        builder().location("s3://", LOCATION_ROLE).grant("s3://", "absent/*", "alice", READ);
    assertThatIllegalArgumentException()
        .isThrownBy(described::start)
        .withMessageContaining("grants[0]")
        .withMessageContaining("absent");
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, s3://lake/a/x, , DEFAULT, s3://lake/a*",
    "PLAIN, s3://lake/a/b*, , MINIMAL, s3://lake/a/b*",
    "CONCATENATED, s3://lake/a/x, Object, DEFAULT, s3://lake/a**",
    "CONCATENATED, s3://lake/a/b*, , MINIMAL, s3://lake/a/b**",
    "CONCATENATED, s3://lake/a/x, Object, MINIMAL, s3://lake/a/x",
    "CONCATENATED, s3://lakes/*, , DEFAULT, s3://lakes**",
  })
  void matched_grant_target(
      MatchedGrantTarget form,
      String target,
      @Nullable String type,
      Privilege privilege,
      String expected)
      throws Exception {
    try (AccessGrantsEmulator emulator =
            builder()
                .location("s3://", LOCATION_ROLE)
                .grant("s3://", "lake/a*", "alice", READ)
                .grant("s3://", "lakes*", "alice", READ)
                .matchedGrantTarget(form)
                .start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      assertThat(
              clients
                  .control(ALICE)
                  .getDataAccess(
                      EmulatorClients.request(target, Permission.READ).toBuilder()
                          .targetType(type)
                          .privilege(privilege)
                          .build())
                  .matchedGrantTarget())
          .isEqualTo(expected);
    }
  }

  /** A role that is not configured has the longest sessions that IAM allows. */
  @Test
  void durations_up_to_the_roles_maximum() throws Exception {
    Role twoHours =
        new Role("arn:aws:iam::111122223333:role/two-hours", List.of(), false, List.of(), 7200);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    try (AccessGrantsEmulator emulator =
            builder()
                .role(twoHours)
                .role(Role.of("arn:aws:iam::111122223333:role/by-default"))
                .location("s3://lake/two", twoHours.arn())
                .location("s3://lake/one", "arn:aws:iam::111122223333:role/by-default")
                .location("s3://lake/any", LOCATION_ROLE)
                .grant("s3://lake/two", "/*", "alice", READ)
                .grant("s3://lake/one", "/*", "alice", READ)
                .grant("s3://lake/any", "/*", "alice", READ)
                .clock(new ManualClock(now))
                .start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      assertThat(life(clients, now, "s3://lake/two/*", 7200)).isEqualTo(7200);
      tooLong(() -> life(clients, now, "s3://lake/two/*", 7201));
      assertThat(life(clients, now, "s3://lake/one/*", 3600)).isEqualTo(3600);
      tooLong(() -> life(clients, now, "s3://lake/one/*", 3601));
      assertThat(life(clients, now, "s3://lake/any/*", 43_200)).isEqualTo(43_200);

      String any =
          clients
              .control(ADMIN)
              .listAccessGrantsLocations(r -> r.accountId(ACCOUNT).locationScope("s3://lake/any"))
              .accessGrantsLocationsList()
              .get(0)
              .accessGrantsLocationId();
      clients
          .control(ADMIN)
          .updateAccessGrantsLocation(
              r -> r.accountId(ACCOUNT).accessGrantsLocationId(any).iamRoleArn(twoHours.arn()));
      tooLong(() -> life(clients, now, "s3://lake/any/*", 43_200));
    }
  }

  private static long life(EmulatorClients clients, Instant now, String target, int seconds) {
    return clients
            .control(ALICE)
            .getDataAccess(
                EmulatorClients.request(target, Permission.READ).toBuilder()
                    .durationSeconds(seconds)
                    .build())
            .credentials()
            .expiration()
            .getEpochSecond()
        - now.getEpochSecond();
  }

  private static void tooLong(Runnable call) {
    assertThatExceptionOfType(S3ControlException.class)
        .isThrownBy(call::run)
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("StsValidationError");
              assertThat(e.awsErrorDetails().errorMessage()).contains("MaxSessionDuration");
            });
  }

  @Test
  void requester_pays() throws Exception {
    try (AccessGrantsEmulator emulator =
            builder()
                .principal(
                    TestPrincipals.named("stranger", "arn:aws:iam::444455556666:user/stranger")
                        .withS3("s3://*", READWRITE))
                .bucket(Bucket.named("paid").withRequesterPays())
                .location("s3://", LOCATION_ROLE)
                .grant("s3://", "paid/*", "alice", READ)
                .start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      clients.s3(ADMIN).putObject(r -> r.bucket("paid").key("k"), RequestBody.fromString("x"));
      // The account of the location's role, which owns the bucket, makes the request.
      S3Client vended =
          clients.s3(
              EmulatorClients.credentials(clients.vend(ALICE, "s3://paid/*", Permission.READ)));
      assertThat(charged(vended, null)).isNull();
      assertThat(charged(clients.s3(ADMIN), RequestPayer.REQUESTER)).isNull();

      S3Client stranger =
          clients.s3(TestPrincipals.named("stranger", "arn:aws:iam::444455556666:user/stranger"));
      denied(() -> charged(stranger, null));
      denied(() -> stranger.listObjectsV2(r -> r.bucket("paid")));
      assertThat(charged(stranger, RequestPayer.REQUESTER)).isEqualTo("requester");
      assertThat(
              stranger
                  .listObjectsV2(r -> r.bucket("paid").requestPayer(RequestPayer.REQUESTER))
                  .requestChargedAsString())
          .isEqualTo("requester");
    }
  }

  private static @Nullable String charged(S3Client s3, @Nullable RequestPayer payer) {
    Consumer<GetObjectRequest.Builder> request = r -> r.bucket("paid").key("k").requestPayer(payer);
    GetObjectResponse response = s3.getObjectAsBytes(request).response();
    return response.requestChargedAsString();
  }

  private static void denied(Runnable call) {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(call::run)
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            });
  }
}
