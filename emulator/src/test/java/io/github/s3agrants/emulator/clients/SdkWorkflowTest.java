package io.github.s3agrants.emulator.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.emulator.api.Journal;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.SdkEndpoints;
import io.github.s3agrants.testkit.TestLake;
import io.github.s3agrants.testkit.TestPrincipals;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3control.model.AccessGrantsLocationConfiguration;
import software.amazon.awssdk.services.s3control.model.CreateAccessGrantRequest;
import software.amazon.awssdk.services.s3control.model.CreateAccessGrantResponse;
import software.amazon.awssdk.services.s3control.model.Credentials;
import software.amazon.awssdk.services.s3control.model.GetDataAccessRequest;
import software.amazon.awssdk.services.s3control.model.GetDataAccessResponse;
import software.amazon.awssdk.services.s3control.model.Grantee;
import software.amazon.awssdk.services.s3control.model.GranteeType;
import software.amazon.awssdk.services.s3control.model.ListAccessGrantEntry;
import software.amazon.awssdk.services.s3control.model.Permission;

/**
 * The workflow of the Access Grants documentation, from an empty account to data and back, with
 * each kind of client of the SDK for Java. The endpoints come from the SDK's settings.
 */
final class SdkWorkflowTest {
  private static final String ALICE = TestPrincipals.ALICE.arn();

  @ParameterizedTest
  @EnumSource
  void from_an_empty_account_to_data_and_back(SdkCalls.Flavour flavour) throws Exception {
    workflow(flavour, SdkEndpoints::new);
  }

  /** S3 takes the bucket from the name of the host then. */
  @ParameterizedTest
  @EnumSource
  void the_same_on_one_port(SdkCalls.Flavour flavour) throws Exception {
    workflow(flavour, SdkEndpoints::onOnePort);
  }

  private static void workflow(SdkCalls.Flavour flavour, Function<Endpoints, SdkEndpoints> settings)
      throws Exception {
    try (AccessGrantsEmulator emulator = TestLake.withoutInstance().start();
        SdkEndpoints endpoints = settings.apply(emulator.endpoints());
        SdkCalls admin = flavour.open(EmulatorClients.credentials(TestPrincipals.ADMIN));
        SdkCalls alice = flavour.open(EmulatorClients.credentials(TestPrincipals.ALICE))) {
      assertThat(endpoints.account()).isEqualTo(alice.account());

      assertThat(admin.createInstance())
          .isEqualTo("arn:aws:s3:us-east-1:111122223333:access-grants/default");
      refused(409, "AccessGrantsInstanceAlreadyExists", admin::createInstance);
      String location = admin.createLocation("s3://", TestPrincipals.LOCATION_ROLE);
      CreateAccessGrantResponse own =
          admin.createGrant(grant(location, "lake/alice/*", Permission.READWRITE));
      CreateAccessGrantResponse shared =
          admin.createGrant(grant(location, "lake/shared/*", Permission.READ));
      assertThat(own.grantScope()).isEqualTo("s3://lake/alice/*");
      assertThat(admin.grants())
          .extracting(ListAccessGrantEntry::accessGrantId)
          .containsExactly(own.accessGrantId(), shared.accessGrantId());
      refused(403, "AccessDenied", () -> alice.deleteGrant(own.accessGrantId()));

      admin.data().put("shared/s", "shared");
      refused(403, "AccessDenied", () -> alice.data().get("shared/s"));
      useOf(flavour, alice);

      for (ListAccessGrantEntry grant : admin.grants()) {
        admin.deleteGrant(grant.accessGrantId());
      }
      assertThat(admin.grants()).isEmpty();
      refused(403, "AccessDenied", () -> alice.vend(access("s3://lake/alice/*", Permission.READ)));
      refused(404, "NoSuchAccessGrantError", () -> admin.deleteGrant(own.accessGrantId()));

      Journal s3 = emulator.journal().service(Service.S3).principal("alice");
      assertThat(s3.signer(SignerKind.VENDED).size()).isEqualTo(6);
      assertThat(s3.signer(SignerKind.BASE).count("GetObject")).isEqualTo(1);
      assertThat(emulator.journal().count("GetDataAccess")).isEqualTo(4);
    }
  }

  private static void useOf(SdkCalls.Flavour flavour, SdkCalls alice) {
    GetDataAccessResponse write = alice.vend(access("s3://lake/alice/*", Permission.READWRITE));
    assertThat(write.matchedGrantTarget()).isEqualTo("s3://lake/alice/*");
    assertThat(write.credentials().expiration()).isNotNull();
    try (SdkCalls vended = flavour.open(EmulatorClients.credentials(write.credentials()))) {
      vended.data().put("alice/ä b+%2F", "mine");
      assertThat(vended.data().get("alice/ä b+%2F")).isEqualTo("mine");
      assertThat(vended.data().list("alice/")).containsExactly("alice/ä b+%2F");
      refused(403, "AccessDenied", () -> vended.data().get("shared/s"));
    }
    Credentials read = alice.vend(access("s3://lake/shared/*", Permission.READ)).credentials();
    try (SdkCalls vended = flavour.open(EmulatorClients.credentials(read))) {
      assertThat(vended.data().get("shared/s")).isEqualTo("shared");
      refused(403, "AccessDenied", () -> vended.data().put("shared/s", "x"));
    }
    refused(403, "AccessDenied", () -> alice.vend(access("s3://lake/*", Permission.READ)));
  }

  private static CreateAccessGrantRequest grant(
      String location, String subPrefix, Permission permission) {
    return CreateAccessGrantRequest.builder()
        .accountId(TestPrincipals.ACCOUNT)
        .accessGrantsLocationId(location)
        .accessGrantsLocationConfiguration(
            AccessGrantsLocationConfiguration.builder().s3SubPrefix(subPrefix).build())
        .grantee(Grantee.builder().granteeType(GranteeType.IAM).granteeIdentifier(ALICE).build())
        .permission(permission)
        .build();
  }

  private static GetDataAccessRequest access(String target, Permission permission) {
    return GetDataAccessRequest.builder()
        .accountId(TestPrincipals.ACCOUNT)
        .target(target)
        .permission(permission)
        .build();
  }

  private static void refused(int status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }
}
