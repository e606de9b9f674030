package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.LOCATION_ROLE;
import static io.github.s3agrants.testkit.TestPrincipals.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.GranteeType;
import software.amazon.awssdk.services.s3control.model.ListCallerAccessGrantsEntry;
import software.amazon.awssdk.services.s3control.model.ListCallerAccessGrantsRequest;
import software.amazon.awssdk.services.s3control.model.Permission;
import software.amazon.awssdk.services.s3control.model.S3ControlException;
import software.amazon.awssdk.services.s3control.model.S3PrefixType;

/** Access across identities: accounts, resource policies, the corporate directory. */
final class SharingTest {
  private static final String ACCOUNT = TestPrincipals.ACCOUNT;
  private static final String OTHER = TestPrincipals.OTHER_ACCOUNT;
  private static final String CENTER = "arn:aws:sso:::instance/ssoins-1234567890abcdef";
  private static final String USER = "a1b2c3d4-5678-90ab-cdef-000000000001";
  private static final String GROUP = "01234567-89ab-cdef-0123-456789abcdef";
  private static final String APPLICATION = "arn:aws:sso::111122223333:application/ssoins-1/apl-1";

  private static final Principal STRANGER =
      TestPrincipals.named("stranger", "arn:aws:iam::444455556666:user/stranger").asAdministrator();
  private static final Principal DIANA =
      TestPrincipals.named("diana", "arn:aws:iam::111122223333:role/web")
          .withDirectory(new DirectoryIdentity(USER, List.of(GROUP), null));
  private static final Principal REPORTS =
      TestPrincipals.named("reports", "arn:aws:iam::111122223333:role/web")
          .withDirectory(new DirectoryIdentity(USER, List.of(GROUP), APPLICATION));

  private AccessGrantsEmulator emulator;
  private EmulatorClients clients;
  private S3ControlClient admin;

  @BeforeEach
  void start() throws Exception {
    emulator =
        AccessGrantsEmulator.builder()
            .principal(ADMIN)
            .principal(ALICE)
            .principal(SESSION)
            .principal(STRANGER)
            .principal(DIANA)
            .principal(REPORTS)
            .bucket("lake", "theirs")
            .bucketOwner("theirs", OTHER)
            .identityCenter(CENTER)
            .location("s3://", LOCATION_ROLE)
            .start();
    clients = new EmulatorClients(emulator.endpoints());
    admin = clients.control(ADMIN);
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @Test
  void each_account_has_its_own_instance() {
    S3ControlClient stranger = clients.control(STRANGER);
    denied(() -> stranger.createAccessGrantsInstance(r -> r.accountId(ACCOUNT)));
    denied(() -> stranger.listAccessGrantsInstances(r -> r.accountId(ACCOUNT)));
    stranger.createAccessGrantsInstance(r -> r.accountId(OTHER));
    assertThat(
            stranger
                .getAccessGrantsInstanceForPrefix(r -> r.accountId(OTHER).s3Prefix("s3://theirs/x"))
                .accessGrantsInstanceArn())
        .isEqualTo("arn:aws:s3:us-east-1:444455556666:access-grants/default");
    stranger.createAccessGrantsLocation(
        r -> r.accountId(OTHER).locationScope("s3://").iamRoleArn(LOCATION_ROLE));
    stranger.createAccessGrant(
        r ->
            r.accountId(OTHER)
                .accessGrantsLocationId("default")
                .accessGrantsLocationConfiguration(c -> c.s3SubPrefix("theirs/*"))
                .grantee(g -> g.granteeType(GranteeType.IAM).granteeIdentifier(STRANGER.arn()))
                .permission(Permission.READ));
    assertThat(admin.listAccessGrants(r -> r.accountId(ACCOUNT)).accessGrantsList()).isEmpty();
    assertThat(
            stranger
                .getDataAccess(
                    EmulatorClients.request("s3://theirs/*", Permission.READ).toBuilder()
                        .accountId(OTHER)
                        .build())
                .matchedGrantTarget())
        .isEqualTo("s3://theirs/*");
  }

  @Test
  void an_instance_is_for_the_buckets_of_its_account() {
    grant("theirs/*", GranteeType.IAM, ALICE.arn());
    denied(() -> read(ALICE, "s3://theirs/*"));
  }

  @ParameterizedTest
  @CsvSource({
    "Allow, arn:aws:iam::444455556666:root,          s3:GetDataAccess,            true",
    "Allow, arn:aws:iam::444455556666:user/stranger, s3:Get*,                     true",
    "Allow, 444455556666,                            s3:getdataacces?,            true",
    "Allow, *,                                       *,                           true",
    "Allow, arn:aws:iam::444455556666:user/other,    s3:GetDataAccess,            false",
    "Allow, arn:aws:iam::111122223333:root,          s3:GetDataAccess,            false",
    "Allow, *,                                       s3:ListCallerAccessGrants,   false",
    "Deny,  *,                                       s3:GetDataAccess,            false",
  })
  void a_stranger_needs_a_resource_policy(
      String effect, String principal, String action, boolean allowed) {
    grant("lake/*", GranteeType.IAM, STRANGER.arn());
    denied(() -> read(STRANGER, "s3://lake/*"));
    policy(statement(effect, principal, action, ""));
    if (allowed) {
      read(STRANGER, "s3://lake/*");
    } else {
      denied(() -> read(STRANGER, "s3://lake/*"));
    }
  }

  @Test
  void a_condition_allows_nothing_and_denies_all() {
    grant("lake/*", GranteeType.IAM, STRANGER.arn());
    grant("lake/*", GranteeType.IAM, ALICE.arn());
    String condition = ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}";
    policy(statement("Allow", "*", "s3:GetDataAccess", condition));
    denied(() -> read(STRANGER, "s3://lake/*"));
    read(ALICE, "s3://lake/*");
    policy(statement("Deny", "*", "s3:GetDataAccess", condition));
    denied(() -> read(ALICE, "s3://lake/*"));
  }

  @Test
  void a_stranger_finds_the_instance_if_it_may() {
    S3ControlClient stranger = clients.control(STRANGER);
    ThrowingCallable ask =
        () ->
            stranger.getAccessGrantsInstanceForPrefix(
                r -> r.accountId(OTHER).s3Prefix("s3://lake/x"));
    denied(ask);
    policy(statement("Allow", OTHER, "s3:GetAccessGrantsInstanceForPrefix", ""));
    assertThat(
            stranger
                .getAccessGrantsInstanceForPrefix(r -> r.accountId(OTHER).s3Prefix("s3://lake/x"))
                .accessGrantsInstanceArn())
        .contains(ACCOUNT);
  }

  @Test
  void directory_users_and_groups() {
    grant("lake/user/*", GranteeType.DIRECTORY_USER, USER);
    grant("lake/group/*", GranteeType.DIRECTORY_GROUP, GROUP);
    read(DIANA, "s3://lake/user/x");
    assertThat(
            clients
                .control(DIANA)
                .getDataAccess(EmulatorClients.request("s3://lake/group/x", Permission.READ))
                .grantee()
                .granteeType())
        .isEqualTo(GranteeType.DIRECTORY_GROUP);
    denied(() -> read(ALICE, "s3://lake/user/x"));
    admin.dissociateAccessGrantsIdentityCenter(r -> r.accountId(ACCOUNT));
    denied(() -> read(DIANA, "s3://lake/user/x"));
  }

  @Test
  void a_grant_of_an_application_works_through_it_alone() {
    admin.createAccessGrant(
        r ->
            r.accountId(ACCOUNT)
                .accessGrantsLocationId("default")
                .accessGrantsLocationConfiguration(c -> c.s3SubPrefix("lake/app/*"))
                .grantee(g -> g.granteeType(GranteeType.DIRECTORY_USER).granteeIdentifier(USER))
                .applicationArn(APPLICATION)
                .permission(Permission.READ));
    read(REPORTS, "s3://lake/app/x");
    denied(() -> read(DIANA, "s3://lake/app/x"));
  }

  @Test
  void a_deleted_grant_vends_no_more_but_what_is_out_works() {
    clients.s3(ADMIN).putObject(r -> r.bucket("lake").key("a/x"), RequestBody.fromString("x"));
    grant("lake/a/*", GranteeType.IAM, ALICE.arn());
    S3Client vended =
        clients.s3(
            EmulatorClients.credentials(clients.vend(ALICE, "s3://lake/a/*", Permission.READ)));
    String id =
        admin.listAccessGrants(r -> r.accountId(ACCOUNT)).accessGrantsList().get(0).accessGrantId();
    admin.deleteAccessGrant(r -> r.accountId(ACCOUNT).accessGrantId(id));
    denied(() -> read(ALICE, "s3://lake/a/x"));
    assertThat(vended.getObjectAsBytes(r -> r.bucket("lake").key("a/x")).asUtf8String())
        .isEqualTo("x");
  }

  @Test
  void a_star_in_a_key_widens_nothing() {
    admin.createAccessGrant(
        r ->
            r.accountId(ACCOUNT)
                .accessGrantsLocationId("default")
                .accessGrantsLocationConfiguration(c -> c.s3SubPrefix("lake/a*"))
                .s3PrefixType(S3PrefixType.OBJECT)
                .grantee(g -> g.granteeType(GranteeType.IAM).granteeIdentifier(ALICE.arn()))
                .permission(Permission.READWRITE));
    denied(() -> read(ALICE, "s3://lake/a*"));
    denied(() -> read(ALICE, "s3://lake/ab"));
    S3Client vended =
        clients.s3(
            EmulatorClients.credentials(
                clients.vendObject(ALICE, "s3://lake/a*", Permission.READWRITE)));
    vended.putObject(r -> r.bucket("lake").key("a*"), RequestBody.fromString("x"));
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(
            () -> vended.putObject(r -> r.bucket("lake").key("ab"), RequestBody.fromString("x")));
  }

  @Test
  void callers_grants() {
    grant("lake/role/*", GranteeType.IAM, "arn:aws:iam::111122223333:role/team/web");
    grant("lake/user/*", GranteeType.DIRECTORY_USER, USER);
    grant("lake/alice/*", GranteeType.IAM, ALICE.arn());
    admin.createAccessGrant(
        r ->
            r.accountId(ACCOUNT)
                .accessGrantsLocationId("default")
                .accessGrantsLocationConfiguration(c -> c.s3SubPrefix("lake/app/*"))
                .grantee(g -> g.granteeType(GranteeType.DIRECTORY_GROUP).granteeIdentifier(GROUP))
                .applicationArn(APPLICATION)
                .permission(Permission.READ));
    assertThat(callers(DIANA, ListCallerAccessGrantsRequest.builder()))
        .containsExactly(
            "s3://lake/role/* NA", "s3://lake/user/* ALL", "s3://lake/app/* " + APPLICATION);
    assertThat(callers(DIANA, ListCallerAccessGrantsRequest.builder().grantScope("s3://lake/us")))
        .containsExactly("s3://lake/user/* ALL");
    // Storage Browser always sends it, for IAM principals too.
    assertThat(callers(DIANA, ListCallerAccessGrantsRequest.builder().allowedByApplication(true)))
        .containsExactly("s3://lake/role/* NA", "s3://lake/user/* ALL");
    assertThat(callers(ALICE, ListCallerAccessGrantsRequest.builder().allowedByApplication(true)))
        .containsExactly("s3://lake/alice/* NA");
    assertThat(callers(REPORTS, ListCallerAccessGrantsRequest.builder().allowedByApplication(true)))
        .containsExactly(
            "s3://lake/role/* NA", "s3://lake/user/* ALL", "s3://lake/app/* " + APPLICATION);
    assertThat(
            clients
                .control(DIANA)
                .listCallerAccessGrantsPaginator(r -> r.accountId(ACCOUNT).maxResults(1))
                .stream())
        .hasSize(3);
    denied(() -> callers(STRANGER, ListCallerAccessGrantsRequest.builder()));
  }

  private List<String> callers(Principal caller, ListCallerAccessGrantsRequest.Builder request) {
    return clients
        .control(caller)
        .listCallerAccessGrants(request.accountId(ACCOUNT).build())
        .callerAccessGrantsList()
        .stream()
        .map(SharingTest::text)
        .toList();
  }

  private static String text(ListCallerAccessGrantsEntry entry) {
    return entry.grantScope() + " " + entry.applicationArn();
  }

  private void read(Principal caller, String target) {
    var unused =
        clients.control(caller).getDataAccess(EmulatorClients.request(target, Permission.READ));
  }

  private void grant(String subPrefix, GranteeType type, String grantee) {
    admin.createAccessGrant(
        r ->
            r.accountId(ACCOUNT)
                .accessGrantsLocationId("default")
                .accessGrantsLocationConfiguration(c -> c.s3SubPrefix(subPrefix))
                .grantee(g -> g.granteeType(type).granteeIdentifier(grantee))
                .permission(Permission.READ));
  }

  private void policy(String statement) {
    admin.putAccessGrantsInstanceResourcePolicy(
        r ->
            r.accountId(ACCOUNT)
                .policy("{\"Version\":\"2012-10-17\",\"Statement\":[" + statement + "]}"));
  }

  private static String statement(
      String effect, String principal, String action, String condition) {
    return "{\"Effect\":\"%s\",\"Principal\":{\"AWS\":\"%s\"},\"Action\":[\"%s\"],\"Resource\":\"arn:aws:s3:*:111122223333:access-grants/default\"%s}"
        .formatted(effect, principal, action, condition);
  }

  private static void denied(ThrowingCallable call) {
    assertThatExceptionOfType(S3ControlException.class)
        .isThrownBy(call)
        .satisfies(
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
              assertThat(e.statusCode()).isEqualTo(403);
            });
  }
}
