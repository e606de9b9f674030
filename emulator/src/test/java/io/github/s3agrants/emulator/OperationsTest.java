package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.LOCATION_ROLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.testkit.RawHttp;
import io.github.s3agrants.testkit.TestPrincipals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.CreateAccessGrantResponse;
import software.amazon.awssdk.services.s3control.model.GetAccessGrantResponse;
import software.amazon.awssdk.services.s3control.model.GetAccessGrantsInstanceResponse;
import software.amazon.awssdk.services.s3control.model.GranteeType;
import software.amazon.awssdk.services.s3control.model.ListAccessGrantEntry;
import software.amazon.awssdk.services.s3control.model.ListAccessGrantsLocationsEntry;
import software.amazon.awssdk.services.s3control.model.ListAccessGrantsRequest;
import software.amazon.awssdk.services.s3control.model.Permission;
import software.amazon.awssdk.services.s3control.model.Tag;

/** Every operation of Access Grants, with the SDK's synchronous and asynchronous clients. */
final class OperationsTest {
  private static final String ACCOUNT = TestPrincipals.ACCOUNT;
  private static final String INSTANCE = "arn:aws:s3:us-east-1:111122223333:access-grants/default";
  private static final String CENTER = "arn:aws:sso:::instance/ssoins-1234567890abcdef";
  private static final String USER = "a1b2c3d4-5678-90ab-cdef-000000000001";
  private static final String GROUP = "01234567-89ab-cdef-0123-456789abcdef";
  private static final String APPLICATION =
      "arn:aws:sso::111122223333:application/ssoins-1234567890abcdef/apl-1";
  private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");

  enum Transport {
    SYNC,
    ASYNC
  }

  private static final SdkAsyncHttpClient HTTP = NettyNioAsyncHttpClient.create();

  private AccessGrantsEmulator emulator;
  private EmulatorClients clients;
  private final List<S3ControlClient> async = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    emulator =
        AccessGrantsEmulator.builder()
            .principal(ADMIN)
            .principal(ALICE)
            .bucket("lake")
            .clock(new ManualClock(NOW))
            .start();
    clients = new EmulatorClients(emulator.endpoints());
  }

  @AfterAll
  static void closeHttp() {
    HTTP.close();
  }

  @AfterEach
  void stop() throws Exception {
    async.forEach(S3ControlClient::close);
    clients.close();
    emulator.close();
  }

  private S3ControlClient admin(Transport transport) {
    if (transport == Transport.SYNC) {
      return clients.control(ADMIN);
    }
    S3ControlClient client = RawHttp.async(emulator.endpoints().s3Control(), ADMIN, HTTP);
    async.add(client);
    return client;
  }

  @ParameterizedTest
  @EnumSource
  void instance(Transport transport) {
    S3ControlClient admin = admin(transport);
    assertThat(
            admin.listAccessGrantsInstances(r -> r.accountId(ACCOUNT)).accessGrantsInstancesList())
        .isEmpty();
    var created =
        admin.createAccessGrantsInstance(
            r -> r.accountId(ACCOUNT).identityCenterArn(CENTER).tags(tag("team", "lake")));
    assertThat(created.accessGrantsInstanceArn()).isEqualTo(INSTANCE);
    assertThat(created.identityCenterInstanceArn()).isEqualTo(CENTER);
    assertThat(created.identityCenterApplicationArn())
        .matches("arn:aws:sso::\\d{12}:application/ssoins-1234567890abcdef/apl-[0-9a-f]{16}");
    assertThat(created.getValueForField("IdentityCenterArn", String.class))
        .contains(created.identityCenterApplicationArn());
    GetAccessGrantsInstanceResponse got = admin.getAccessGrantsInstance(r -> r.accountId(ACCOUNT));
    assertThat(got.accessGrantsInstanceId()).isEqualTo("default");
    assertThat(got.createdAt()).isEqualTo(NOW);
    assertThat(got.identityCenterInstanceArn()).isEqualTo(CENTER);
    assertThat(
            admin.listAccessGrantsInstances(r -> r.accountId(ACCOUNT)).accessGrantsInstancesList())
        .singleElement()
        .satisfies(entry -> assertThat(entry.accessGrantsInstanceArn()).isEqualTo(INSTANCE));

    admin.dissociateAccessGrantsIdentityCenter(r -> r.accountId(ACCOUNT));
    assertThat(admin.getAccessGrantsInstance(r -> r.accountId(ACCOUNT)).identityCenterInstanceArn())
        .isNull();
    admin.associateAccessGrantsIdentityCenter(r -> r.accountId(ACCOUNT).identityCenterArn(CENTER));
    admin.associateAccessGrantsIdentityCenter(r -> r.accountId(ACCOUNT).identityCenterArn(CENTER));
    admin.dissociateAccessGrantsIdentityCenter(r -> r.accountId(ACCOUNT));
    admin.deleteAccessGrantsInstance(r -> r.accountId(ACCOUNT));
    assertThat(
            admin.listAccessGrantsInstances(r -> r.accountId(ACCOUNT)).accessGrantsInstancesList())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void resource_policy(Transport transport) {
    S3ControlClient admin = admin(transport);
    admin.createAccessGrantsInstance(r -> r.accountId(ACCOUNT));
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
            + "\"Action\":\"s3:GetDataAccess\",\"Resource\":\"*\"}]}";
    var put =
        admin.putAccessGrantsInstanceResourcePolicy(
            r -> r.accountId(ACCOUNT).policy(policy).organization("o-1234567890"));
    assertThat(put.policy()).isEqualTo(policy);
    assertThat(put.organization()).isEqualTo("o-1234567890");
    assertThat(put.createdAt()).isEqualTo(NOW);
    var got = admin.getAccessGrantsInstanceResourcePolicy(r -> r.accountId(ACCOUNT));
    assertThat(got.policy()).isEqualTo(policy);
    assertThat(got.organization()).isEqualTo("o-1234567890");
    admin.deleteAccessGrantsInstanceResourcePolicy(r -> r.accountId(ACCOUNT));
  }

  @ParameterizedTest
  @EnumSource
  void locations(Transport transport) {
    S3ControlClient admin = admin(transport);
    admin.createAccessGrantsInstance(r -> r.accountId(ACCOUNT));
    String byDefault = createLocation(admin, "s3://");
    String lake = createLocation(admin, "s3://lake/a & b/");
    assertThat(byDefault).isEqualTo("default");
    var got = admin.getAccessGrantsLocation(r -> r.accountId(ACCOUNT).accessGrantsLocationId(lake));
    assertThat(got.locationScope()).isEqualTo("s3://lake/a & b/");
    assertThat(got.accessGrantsLocationArn()).isEqualTo(INSTANCE + "/location/" + lake);
    assertThat(got.iamRoleArn()).isEqualTo(LOCATION_ROLE);
    assertThat(got.createdAt()).isEqualTo(NOW);
    var updated =
        admin.updateAccessGrantsLocation(
            r -> r.accountId(ACCOUNT).accessGrantsLocationId(lake).iamRoleArn(LOCATION_ROLE + "2"));
    assertThat(updated.iamRoleArn()).isEqualTo(LOCATION_ROLE + "2");
    assertThat(updated.locationScope()).isEqualTo("s3://lake/a & b/");
    var first = admin.listAccessGrantsLocations(r -> r.accountId(ACCOUNT).maxResults(1));
    assertThat(first.accessGrantsLocationsList())
        .extracting(ListAccessGrantsLocationsEntry::accessGrantsLocationId)
        .containsExactly("default");
    var second =
        admin.listAccessGrantsLocations(
            r -> r.accountId(ACCOUNT).maxResults(1).nextToken(first.nextToken()));
    assertThat(second.accessGrantsLocationsList())
        .extracting(ListAccessGrantsLocationsEntry::iamRoleArn)
        .containsExactly(LOCATION_ROLE + "2");
    assertThat(second.nextToken()).isNull();
    assertThat(
            admin
                .listAccessGrantsLocations(
                    r -> r.accountId(ACCOUNT).locationScope("s3://lake/a & b/*"))
                .accessGrantsLocationsList())
        .hasSize(1);
    admin.deleteAccessGrantsLocation(r -> r.accountId(ACCOUNT).accessGrantsLocationId(lake));
    assertThat(
            admin.listAccessGrantsLocations(r -> r.accountId(ACCOUNT)).accessGrantsLocationsList())
        .hasSize(1);
    assertThat(createLocation(admin, "s3://lake/a & b/")).isNotEqualTo(lake);
  }

  @ParameterizedTest
  @EnumSource
  void grants(Transport transport) {
    S3ControlClient admin = admin(transport);
    admin.createAccessGrantsInstance(r -> r.accountId(ACCOUNT).identityCenterArn(CENTER));
    String location = createLocation(admin, "s3://lake");
    CreateAccessGrantResponse user =
        admin.createAccessGrant(
            r ->
                r.accountId(ACCOUNT)
                    .accessGrantsLocationId(location)
                    .accessGrantsLocationConfiguration(c -> c.s3SubPrefix("u/*"))
                    .grantee(g -> g.granteeType(GranteeType.DIRECTORY_USER).granteeIdentifier(USER))
                    .permission(Permission.READ)
                    .applicationArn(APPLICATION)
                    .tags(tag("a", "1"), tag("b", "")));
    CreateAccessGrantResponse group =
        admin.createAccessGrant(
            r ->
                r.accountId(ACCOUNT)
                    .accessGrantsLocationId(location)
                    .grantee(
                        g -> g.granteeType(GranteeType.DIRECTORY_GROUP).granteeIdentifier(GROUP))
                    .permission(Permission.WRITE));
    assertThat(user.applicationArn()).isEqualTo(APPLICATION);
    assertThat(user.grantee().granteeType()).isEqualTo(GranteeType.DIRECTORY_USER);
    assertThat(user.grantScope()).isEqualTo("s3://lake/u/*");
    assertThat(group.grantScope()).isEqualTo("s3://lake/*");
    GetAccessGrantResponse got =
        admin.getAccessGrant(r -> r.accountId(ACCOUNT).accessGrantId(user.accessGrantId()));
    assertThat(got.applicationArn()).isEqualTo(APPLICATION);
    assertThat(got.accessGrantArn()).isEqualTo(INSTANCE + "/grant/" + user.accessGrantId());
    assertThat(got.accessGrantsLocationConfiguration().s3SubPrefix()).isEqualTo("u/*");
    assertThat(got.createdAt()).isEqualTo(NOW);

    assertThat(ids(admin, r -> r.applicationArn(APPLICATION)))
        .containsExactly(user.accessGrantId());
    assertThat(ids(admin, r -> r.granteeType(GranteeType.DIRECTORY_GROUP)))
        .containsExactly(group.accessGrantId());
    assertThat(ids(admin, r -> r.granteeIdentifier(USER))).containsExactly(user.accessGrantId());
    assertThat(ids(admin, r -> r.permission(Permission.WRITE)))
        .containsExactly(group.accessGrantId());
    assertThat(ids(admin, r -> r.grantScope("s3://lake/*"))).containsExactly(group.accessGrantId());
    assertThat(ids(admin, r -> r.grantScope("s3://lake/*").permission(Permission.READ))).isEmpty();
    assertThat(ids(admin, r -> r.maxResults(0))).hasSize(2);

    admin.deleteAccessGrant(r -> r.accountId(ACCOUNT).accessGrantId(user.accessGrantId()));
    assertThat(ids(admin, r -> {})).containsExactly(group.accessGrantId());
  }

  @ParameterizedTest
  @EnumSource
  void tags(Transport transport) {
    S3ControlClient admin = admin(transport);
    admin.createAccessGrantsInstance(r -> r.accountId(ACCOUNT).tags(tag("a", "1")));
    String location = INSTANCE + "/location/" + createLocation(admin, "s3://");
    admin.tagResource(
        r -> r.accountId(ACCOUNT).resourceArn(INSTANCE).tags(tag("a", "2"), tag("b c", "é=@")));
    admin.tagResource(r -> r.accountId(ACCOUNT).resourceArn(location).tags(tag("x", "")));
    assertThat(tags(admin, INSTANCE)).containsExactly(tag("a", "2"), tag("b c", "é=@"));
    assertThat(tags(admin, location)).containsExactly(tag("x", ""));
    admin.untagResource(r -> r.accountId(ACCOUNT).resourceArn(INSTANCE).tagKeys("a", "none"));
    assertThat(tags(admin, INSTANCE)).containsExactly(tag("b c", "é=@"));
  }

  private static List<Tag> tags(S3ControlClient admin, String arn) {
    return admin.listTagsForResource(r -> r.accountId(ACCOUNT).resourceArn(arn)).tags();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static List<String> ids(
      S3ControlClient admin, Consumer<ListAccessGrantsRequest.Builder> filter) {
    return admin
        .listAccessGrants(
            r -> {
              r.accountId(ACCOUNT);
              filter.accept(r);
            })
        .accessGrantsList()
        .stream()
        .map(ListAccessGrantEntry::accessGrantId)
        .toList();
  }

  private static String createLocation(S3ControlClient admin, String scope) {
    return admin
        .createAccessGrantsLocation(
            r -> r.accountId(ACCOUNT).locationScope(scope).iamRoleArn(LOCATION_ROLE))
        .accessGrantsLocationId();
  }
}
