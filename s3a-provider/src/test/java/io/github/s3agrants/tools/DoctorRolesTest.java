package io.github.s3agrants.tools;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.fixture.SessionFixture;
import java.io.IOException;
import java.time.Clock;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The doctor as a role that the caller assumes. */
@Tag(S3AFixture.STS_OVER_HTTP)
@Tag(TestServices.LISTS_CALLER_GRANTS)
class DoctorRolesTest {
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = SessionFixture.start(Clock.systemUTC());
  }

  @AfterEach
  void stop() throws IOException {
    SessionFixture.leadStsBack();
    lake.close();
  }

  @Test
  void asks_as_the_role() throws Exception {
    DoctorRun run =
        DoctorRun.with(
            lake.grants(ALICE), "--as", SessionFixture.ROLE, "s3a://lake/alice", "--write");
    assertThat(run.exitStatus()).as(run.text()).isZero();
    assertThat(run.text())
        .contains(
            "are of a session, from"
                + " org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider",
            "The caller is arn:aws:sts::111122223333:assumed-role/analyst/")
        .doesNotContain("user/alice");
  }

  @Test
  void the_role_comes_before_what_is_set_for_the_bucket() throws Exception {
    Configuration conf = lake.grants(ALICE);
    conf.set(
        "fs.s3a.bucket.lake.accessgrants.credentials.provider",
        "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    DoctorRun run = DoctorRun.with(conf, "--as", SessionFixture.ROLE, "s3a://lake/alice");
    assertThat(run.exitStatus()).as(run.text()).isZero();
    assertThat(run.text()).contains("assumed-role/analyst/");
  }

  @Test
  void a_role_that_does_not_trust_the_caller() throws Exception {
    DoctorRun run =
        DoctorRun.with(
            lake.grants(ALICE), "--as", "arn:aws:iam::111122223333:role/none", "s3a://lake/alice");
    assertThat(run.exitStatus()).as(run.text()).isEqualTo(2);
    assertThat(run.text()).contains("sts:AssumeRole");
  }
}
