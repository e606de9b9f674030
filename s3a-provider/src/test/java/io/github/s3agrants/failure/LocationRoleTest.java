package io.github.s3agrants.failure;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.fixture.ScriptedServer;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Denials that no other grant would cure: by the location's role, and by IAM. */
class LocationRoleTest {
  /** From AWS's list of S3 Access Grants error codes. */
  private static final Fault ROLE = Fault.error(403, "StsNotAuthorizedError");

  private static final String IAM =
      "User: arn:aws:sts::111122223333:assumed-role/analyst/s is not authorized to perform:"
          + " s3:GetDataAccess on resource: arn:aws:s3:us-east-1:111122223333:access-grants/default"
          + " because no identity-based policy allows the s3:GetDataAccess action";

  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"));
    lake.upload("/alice/f", "text");
  }

  @AfterEach
  void stop() throws IOException {
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    lake.close();
  }

  private static String refusal(S3AFileSystem fs) {
    return String.valueOf(
        assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/alice/f"))
            .getMessage());
  }

  @Test
  void a_role_that_cannot_be_assumed_names_its_trust_policy() throws IOException {
    lake.emulator.faults().set(ControlOperation.GET_DATA_ACCESS, ROLE);
    try (S3AFileSystem fs = lake.open(ALICE)) {
      assertThat(refusal(fs))
          .contains("StsNotAuthorizedError")
          .contains("trust policy")
          .contains("access-grants.s3.amazonaws.com")
          .contains("sts:AssumeRole and sts:SetSourceIdentity")
          .doesNotContain("Needed: a grant")
          .doesNotContain("\n");
      // Fails at once and is cached: neither S3A nor the next request calls again.
      assertThat(refusal(fs)).contains("trust policy");
      assertThat(lake.emulator.journal().count("GetDataAccess")).isEqualTo(1);
      // The message does not say who may do what.
      assertThrows(AccessDeniedException.class, () -> fs.exists(new Path("/alice")));
      assertThrows(AccessDeniedException.class, () -> fs.exists(new Path("/alice/none")));
      assertThrows(AccessDeniedException.class, () -> fs.mkdirs(new Path("/alice/d")));
      assertThat(lake.s3CallsOf(ALICE).entries()).isEmpty();
    }
  }

  @Test
  void it_falls_back_under_a_name_of_its_own() throws IOException {
    lake.emulator.faults().set(ControlOperation.GET_DATA_ACCESS, ROLE);
    Configuration conf = lake.grants(TestPrincipals.ADMIN);
    conf.setBoolean("fs.s3a.accessgrants.fallback", true);
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
      assertThat(AccessGrantsRuntime.engine().orElseThrow().statistics().getFallbacks())
          .containsOnlyKeys("LOCATION_ROLE");
      assertThat(AccessGrantsRuntime.engine().orElseThrow().statistics().getDenials()).isZero();
    }
  }

  @Test
  void who_may_not_ask_which_instance_it_is_is_told_the_action_and_the_way_round()
      throws IOException {
    lake.emulator
        .faults()
        .set(ControlOperation.GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX, Fault.denied());
    try (S3AFileSystem fs = lake.open(ALICE)) {
      assertThat(refusal(fs))
          .contains("allows the caller s3:GetAccessGrantsInstanceForPrefix")
          .contains("set fs.s3a.accessgrants.account.id")
          .doesNotContain("Needed: a grant")
          .doesNotContain("Check the caller's own credentials");
    }
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants.account.id", TestPrincipals.ACCOUNT);
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
    }
  }

  @Test
  void who_may_not_ask_who_they_are_is_told_so() throws IOException {
    lake.emulator.faults().set(ControlOperation.GET_CALLER_IDENTITY, Fault.denied());
    try (S3AFileSystem fs = lake.open(ALICE)) {
      assertThat(refusal(fs))
          .contains("Needed: sts:GetCallerIdentity")
          .contains("fs.s3a.accessgrants.account.id")
          .doesNotContain("Needed: a grant");
    }
  }

  @Test
  void whom_iam_does_not_let_ask_for_data_access_is_told_the_action() throws IOException {
    String error = "<Error><Code>AccessDenied</Code><Message>" + IAM + "</Message></Error>";
    try (ScriptedServer iam =
        ScriptedServer.answering(403, "Content-Type: application/xml\r\n", error)) {
      Configuration conf = lake.grants(ALICE);
      conf.set("fs.s3a.accessgrants.endpoint", iam.uri().toString());
      conf.set("fs.s3a.accessgrants.account.id", TestPrincipals.ACCOUNT);
      try (S3AFileSystem fs = lake.open(conf)) {
        assertThat(refusal(fs))
            .contains("Needed: an IAM policy that allows the caller s3:GetDataAccess")
            .contains("arn:aws:s3:us-east-1:111122223333:access-grants/default")
            .doesNotContain("Needed: a grant");
        assertThat(refusal(fs)).contains("s3:GetDataAccess");
        assertThat(iam.requests())
            .filteredOn(request -> request.target().contains("dataaccess"))
            .hasSize(1);
      }
    }
  }
}
