package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.GranteeType;
import software.amazon.awssdk.services.s3control.model.ListAccessGrantEntry;
import software.amazon.awssdk.services.s3control.model.ListAccessGrantsLocationsEntry;
import software.amazon.awssdk.services.s3control.model.S3ControlException;
import software.amazon.awssdk.services.s3control.model.Tag;

/** The state that a state file carries from one emulator to the next. */
final class RestartTest {
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},"
          + "\"Action\":[\"s3:GetDataAccess\"],"
          + "\"Resource\":\"arn:aws:s3:us-east-1:111122223333:access-grants/default\"}]}";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("state");
  }

  private EmulatorBuilder builder() {
    return AccessGrantsEmulator.builder().principal(ADMIN).principal(ALICE).bucket("lake");
  }

  @Test
  void instance_locations_grants_policy_tags_and_credentials_are_there() throws Exception {
    AwsCredentialsProvider vended;
    List<ListAccessGrantEntry> grants;
    List<ListAccessGrantsLocationsEntry> locations;
    String instance;
    try (AccessGrantsEmulator emulator = builder().state(file).start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      S3ControlClient admin = clients.control(ADMIN);
      instance =
          admin
              .createAccessGrantsInstance(
                  r -> r.accountId(TestPrincipals.ACCOUNT).tags(tag("team", "x")))
              .toString();
      String location =
          admin
              .createAccessGrantsLocation(
                  r ->
                      r.accountId(TestPrincipals.ACCOUNT)
                          .locationScope("s3://")
                          .iamRoleArn(TestPrincipals.LOCATION_ROLE))
              .accessGrantsLocationId();
      String gone = grant(admin, location, "lake/gone/*");
      String kept = grant(admin, location, "lake/alice/*");
      admin.deleteAccessGrant(r -> r.accountId(TestPrincipals.ACCOUNT).accessGrantId(gone));
      admin.putAccessGrantsInstanceResourcePolicy(
          r -> r.accountId(TestPrincipals.ACCOUNT).policy(POLICY));
      vended =
          EmulatorClients.credentials(
              clients.vend(
                  ALICE,
                  "s3://lake/alice/*",
                  software.amazon.awssdk.services.s3control.model.Permission.READWRITE));
      grants = admin.listAccessGrants(r -> r.accountId(TestPrincipals.ACCOUNT)).accessGrantsList();
      assertThat(grants).extracting(ListAccessGrantEntry::accessGrantId).containsExactly(kept);
      locations =
          admin
              .listAccessGrantsLocations(r -> r.accountId(TestPrincipals.ACCOUNT))
              .accessGrantsLocationsList();
    }
    try (AccessGrantsEmulator emulator = builder().state(file).start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      S3ControlClient admin = clients.control(ADMIN);
      assertThat(
              admin.listAccessGrants(r -> r.accountId(TestPrincipals.ACCOUNT)).accessGrantsList())
          .isEqualTo(grants);
      assertThat(
              admin
                  .listAccessGrantsLocations(r -> r.accountId(TestPrincipals.ACCOUNT))
                  .accessGrantsLocationsList())
          .isEqualTo(locations);
      assertThat(instance)
          .contains(
              admin
                  .getAccessGrantsInstance(r -> r.accountId(TestPrincipals.ACCOUNT))
                  .createdAt()
                  .toString());
      assertThat(
              admin
                  .listTagsForResource(
                      r ->
                          r.accountId(TestPrincipals.ACCOUNT)
                              .resourceArn(
                                  "arn:aws:s3:us-east-1:111122223333:access-grants/default"))
                  .tags())
          .containsExactly(tag("team", "x"));
      assertThat(
              admin
                  .getAccessGrantsInstanceResourcePolicy(r -> r.accountId(TestPrincipals.ACCOUNT))
                  .policy())
          .isEqualTo(POLICY);
      S3Client s3 = clients.s3(vended);
      s3.putObject(r -> r.bucket("lake").key("alice/a"), RequestBody.fromString("a"));
      assertThat(s3.listObjectsV2(r -> r.bucket("lake").prefix("alice/")).contents()).hasSize(1);
      assertThatThrownBy(
              () -> admin.createAccessGrantsInstance(r -> r.accountId(TestPrincipals.ACCOUNT)))
          .isInstanceOf(S3ControlException.class)
          .hasMessageContaining("409");
    }
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static String grant(S3ControlClient admin, String location, String subPrefix) {
    return admin
        .createAccessGrant(
            r ->
                r.accountId(TestPrincipals.ACCOUNT)
                    .accessGrantsLocationId(location)
                    .accessGrantsLocationConfiguration(c -> c.s3SubPrefix(subPrefix))
                    .grantee(g -> g.granteeType(GranteeType.IAM).granteeIdentifier(ALICE.arn()))
                    .permission(
                        software.amazon.awssdk.services.s3control.model.Permission.READWRITE))
        .accessGrantId();
  }

  @Test
  void what_the_builder_describes_is_created_once() throws Exception {
    for (int start = 0; start < 3; start++) {
      try (AccessGrantsEmulator emulator = seeded().state(file).start();
          EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
        assertThat(
                clients
                    .control(ADMIN)
                    .listAccessGrants(r -> r.accountId(TestPrincipals.ACCOUNT))
                    .accessGrantsList())
            .hasSize(1);
      }
    }
    assertThat(Files.readAllLines(file)).hasSize(4);
  }

  private EmulatorBuilder seeded() {
    return builder()
        .location("s3://", TestPrincipals.LOCATION_ROLE)
        .grant("s3://", "lake/alice/*", "alice", Permission.READ);
  }

  @Test
  void two_emulators_do_not_share_a_file_and_a_failed_start_gives_it_back() throws Exception {
    try (AccessGrantsEmulator first = seeded().state(file).start()) {
      assertThatIOException()
          .isThrownBy(() -> seeded().state(file).start())
          .withMessageContaining("is in use by another emulator");
      assertThatIOException()
          .isThrownBy(
              () ->
                  seeded()
                      .state(folder.resolve("other"))
                      .controlPort(first.endpoints().s3Control().getPort())
                      .start());
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> builder().state(file).grant("s3://lake", "*", "nobody", Permission.READ).start());
    seeded().state(file).start().close();
    seeded().state(folder.resolve("other")).start().close();
  }

  @Test
  void the_configuration_file_can_name_it() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("c.yaml"),
            """
            state: kept-here
            principals:
              - {name: admin, accessKey: AKIAEMULATORADMIN001, secretKey: s, arn: "arn:aws:iam::111122223333:user/admin"}
            """);
    AccessGrantsEmulator.builder().config(config).start().close();
    assertThat(folder.resolve("kept-here")).exists();
  }
}
