package io.github.s3agrants.tools;

import static io.github.s3agrants.fixture.S3AFixture.grant;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.JsonSerialization;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of a lake in which Alice has grants. */
@Tag(TestServices.LISTS_CALLER_GRANTS)
class DoctorTest {
  private static S3AFixture s3a;

  @BeforeAll
  static void start() throws IOException {
    s3a =
        S3AFixture.start(
            grant(ALICE, Permission.READWRITE, "lake/team/*")
                .andThen(grant(ALICE, Permission.READ, "lake/sales/*"))
                .andThen(
                    builder ->
                        builder.objectGrant(
                            "s3://", "lake/one/file.csv", ALICE.name(), Permission.READ)));
    s3a.upload("/sales/2026/part-0", "1,2");
    s3a.upload("/one/file.csv", "3,4");
  }

  @AfterAll
  static void stop() throws IOException {
    s3a.close();
  }

  private static DoctorRun doctor(Configuration conf, String... args) throws Exception {
    return DoctorRun.with(conf, args);
  }

  @Test
  void all_is_well_where_everything_is_granted() throws Exception {
    int before = s3a.signedByBaseOf(ALICE).size();
    DoctorRun run = doctor(s3a.grants(ALICE), "s3a://lake/team", "--write");
    assertThat(run.exitStatus()).as(run.text()).isZero();
    assertThat(run.text())
        .contains(
            "OK       The caller is arn:aws:iam::111122223333:user/alice",
            "arn:aws:s3:us-east-1:111122223333:access-grants/default",
            "this path: READWRITE on s3://lake/team/*",
            "elsewhere: READ on s3://lake/sales/*",
            "was written, read and removed",
            "rename needs READWRITE on s3://lake/team/* for CopyObject: granted")
        .doesNotContain("WARNING", "FAILED ");
    assertThat(s3a.signedByBaseOf(ALICE)).hasSize(before);
    assertThat(s3a.emulator.journal().operation("PutObject").signer(SignerKind.VENDED).entries())
        .as("the probe")
        .isNotEmpty();
  }

  @Test
  void without_write_nothing_is_written() throws Exception {
    int before = s3a.emulator.journal().operation("PutObject").entries().size();
    DoctorRun run = doctor(s3a.grants(ALICE), "s3a://lake/team");
    assertThat(run.exitStatus()).as(run.text()).isZero();
    assertThat(s3a.emulator.journal().operation("PutObject").entries()).hasSize(before);
  }

  @Test
  void who_may_only_read_is_told_what_to_ask_for_to_write() throws Exception {
    DoctorRun run = doctor(s3a.grants(ALICE), "s3a://lake/sales");
    assertThat(run.exitStatus()).as(run.text()).isEqualTo(1);
    assertThat(run.text())
        .contains(
            "S3 answers: s3a://lake/sales is a directory",
            "OK       read needs READ on s3://lake/sales/* for GetObject: granted",
            "WARNING  write needs WRITE on s3://lake/sales/* for PutObject: refused.",
            "Remedy: Needed: a grant of READWRITE whose scope covers s3://lake/sales/*",
            "create-access-grant");
  }

  @Test
  void who_may_read_and_write_by_grants_apart_is_told_why_they_cannot_rename() throws Exception {
    try (S3AFixture apart =
        S3AFixture.start(
            grant(ALICE, Permission.READ, "lake/t/*")
                .andThen(grant(ALICE, Permission.WRITE, "lake/t/*")))) {
      DoctorRun run = doctor(apart.grants(ALICE), "s3a://lake/t");
      assertThat(run.exitStatus()).as(run.text()).isEqualTo(1);
      assertThat(run.lines("WARNING"))
          .singleElement()
          .asString()
          .contains("rename needs READWRITE on s3://lake/t/* for CopyObject: refused.");
      assertThat(run.text())
          .contains(
              "READ on s3://lake/t/* for the source and WRITE on s3://lake/t/* for the destination,"
                  + " granted apart. READ plus WRITE do not add up to READWRITE",
              "Needed: a grant of READWRITE whose scope covers s3://lake/t/*");
    }
  }

  @Test
  void a_write_that_is_refused_is_a_failure_for_who_wants_to_write() throws Exception {
    DoctorRun run = doctor(s3a.grants(ALICE), "s3a://lake/sales", "--write");
    assertThat(run.exitStatus()).as(run.text()).isEqualTo(2);
    assertThat(run.text()).contains("FAILED   s3a://lake/sales/.s3a-access-grants-doctor-");
  }

  @Test
  void a_file_needs_less_than_a_directory() throws Exception {
    DoctorRun run = doctor(s3a.grants(ALICE), "s3a://lake/one/file.csv");
    assertThat(run.text())
        .contains(
            "S3 answers: s3a://lake/one/file.csv is a file of 3 bytes",
            "OK       read needs READ on s3://lake/one/file.csv for GetObject: granted",
            "WARNING  rename needs READWRITE on s3://lake/one/* for CopyObject: refused.");
  }

  @Test
  void nothing_granted_is_a_failure() throws Exception {
    DoctorRun run = doctor(s3a.grants(BOB), "s3a://lake/sales");
    assertThat(run.exitStatus()).as(run.text()).isEqualTo(2);
    assertThat(run.text())
        .contains(
            "FAILED   The caller has no grant in bucket lake",
            "FAILED   Nothing is granted at s3a://lake/sales");
  }

  @Test
  void the_whole_bucket_is_a_path_too() throws Exception {
    DoctorRun run = doctor(s3a.grants(ALICE), "s3a://lake");
    assertThat(run.text())
        .contains("WARNING  ls needs READ on s3://lake/* for ListObjectsV2: refused.");
  }

  @Test
  void as_another_hadoop_user() throws Exception {
    DoctorRun run = doctor(s3a.grants(ALICE), "--as", "carol", "s3a://lake/team");
    assertThat(run.exitStatus()).as(run.text()).isZero();
    assertThat(run.text()).contains("Hadoop user carol");
  }

  @Test
  void machines_get_json() throws Exception {
    DoctorRun run = doctor(s3a.grants(ALICE), "--json", "s3a://lake/sales");
    @SuppressWarnings("rawtypes")
    Map report = new JsonSerialization<>(Map.class, true, false).fromJson(run.text());
    assertThat(report.get("path")).isEqualTo("s3a://lake/sales");
    assertThat(report.get("level")).isEqualTo("WARNING");
    assertThat(report.get("exitStatus")).isEqualTo(1);
    assertThat((List<?>) report.get("findings"))
        .map(finding -> (Map<?, ?>) finding)
        .anySatisfy(
            finding -> {
              assertThat(finding.get("section")).isEqualTo("Path");
              assertThat(finding.get("level")).isEqualTo("WARNING");
              assertThat(finding.get("text")).asString().startsWith("write needs WRITE on");
              assertThat(finding.get("remedy"))
                  .asString()
                  .startsWith("Needed: a grant of READWRITE");
            });
  }

  @Test
  void no_secret_is_printed() throws Exception {
    Configuration conf = s3a.grants(ALICE);
    conf.set("fs.s3a.proxy.password", "a-secret-of-the-proxy");
    for (String json : new String[] {"--json", "--write"}) {
      DoctorRun run = doctor(conf, "s3a://lake/team", json);
      assertThat(run.text()).doesNotContain(ALICE.secretKey(), "a-secret-of-the-proxy");
    }
  }

  @Test
  void a_file_system_for_each_call_is_worth_a_warning() throws Exception {
    Configuration conf = s3a.grants(ALICE);
    conf.setBoolean("fs.s3a.impl.disable.cache", true);
    DoctorRun run = doctor(conf, "s3a://lake/team");
    assertThat(run.exitStatus()).as(run.text()).isEqualTo(1);
    assertThat(run.lines("WARNING"))
        .singleElement()
        .asString()
        .contains("fs.s3a.impl.disable.cache is true");
  }

  @Test
  void fallback_is_worth_a_warning() throws Exception {
    Configuration conf = s3a.grants(ALICE);
    conf.setBoolean("fs.s3a.accessgrants.fallback", true);
    DoctorRun run = doctor(conf, "s3a://lake/other");
    // S3 allows the caller nothing there.
    assertThat(run.exitStatus()).as(run.text()).isEqualTo(2);
    assertThat(run.text())
        .contains(
            "WARNING  Fallback is on",
            "FAILED   The status of s3a://lake/other cannot be read: AccessDeniedException",
            "read needs READ on s3://lake/other/* for GetObject: no grant; the caller's own"
                + " credentials would sign (fallback)");
  }

  @Test
  void a_wrong_command_line_is_explained() throws Exception {
    Configuration conf = s3a.grants(ALICE);
    for (String[] args :
        new String[][] {
          {},
          {"lake/team"},
          {"/team"},
          {"s3a://lake/a", "s3a://lake/b"},
          {"--what", "s3a://lake/a"},
          {"s3a://lake/a", "--as"},
          {"s3a://lake/a", "--conf", "secret"},
        }) {
      DoctorRun run = doctor(conf, args);
      assertThat(run.exitStatus()).as(run.text()).isEqualTo(2);
      assertThat(run.text()).contains("Usage: doctor").doesNotContain("secret\n");
    }
  }

  @Test
  void an_account_that_is_set_is_compared_with_what_the_service_says() throws Exception {
    Configuration conf = s3a.grants(ALICE);
    conf.set("fs.s3a.accessgrants.account.id", TestPrincipals.ACCOUNT);
    assertThat(doctor(conf, "s3a://lake/team").text())
        .contains(
            "through fs.s3a.accessgrants.account.id",
            "The instance of the bucket is that of the same account");
    conf.set("fs.s3a.accessgrants.account.id", TestPrincipals.OTHER_ACCOUNT);
    assertThat(doctor(conf, "s3a://lake/team").lines("WARNING"))
        .singleElement()
        .asString()
        .contains("The instance of the bucket is that of account " + TestPrincipals.ACCOUNT);
  }

  @Test
  void an_action_that_is_not_needed_may_be_missing() throws Exception {
    Configuration conf = s3a.grants(ALICE);
    conf.set("fs.s3a.accessgrants.account.id", TestPrincipals.ACCOUNT);
    s3a.emulator
        .faults()
        .set(ControlOperation.GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX, Fault.denied());
    try {
      DoctorRun run = doctor(conf, "s3a://lake/team");
      assertThat(run.exitStatus()).as(run.text()).isZero();
      assertThat(run.text())
          .contains(
              "s3:GetAccessGrantsInstanceForPrefix is not needed, since"
                  + " fs.s3a.accessgrants.account.id is set; the caller lacks it");
    } finally {
      s3a.emulator.faults().clear();
    }
  }

  @Test
  void help_is_no_failure() throws Exception {
    DoctorRun run = doctor(s3a.grants(ALICE), "--help");
    assertThat(run.exitStatus()).isZero();
    assertThat(run.text()).startsWith("Usage: doctor").contains("--write", "--as", "Exit status");
  }

  @Test
  void options_of_spark_count_for_the_file_system() throws Exception {
    DoctorRun run =
        doctor(
            s3a.grants(ALICE),
            "s3a://lake/team",
            "--conf",
            "spark.hadoop.fs.s3a.bucket.lake.accessgrants.privilege=Minimal");
    assertThat(run.text())
        .contains(
            "fs.s3a.accessgrants.privilege = Minimal (from"
                + " fs.s3a.bucket.lake.accessgrants.privilege via [the command line])");
  }

  @Test
  void an_iceberg_catalog_that_goes_past_the_library_is_worth_a_warning(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("spark.conf");
    Files.writeString(
        file,
        """
        spark.sql.catalog.prod org.apache.iceberg.spark.SparkCatalog
        spark.sql.catalog.prod.type rest
        spark.sql.catalog.prod.credential a-secret-of-the-catalog
        """);
    DoctorRun run =
        doctor(s3a.grants(ALICE), "--properties-file", file.toString(), "s3a://lake/team");
    assertThat(run.exitStatus()).as(run.text()).isEqualTo(1);
    assertThat(run.lines("WARNING"))
        .singleElement()
        .asString()
        .contains(
            "Iceberg catalog prod reads and writes with org.apache.iceberg.io.ResolvingFileIO");
    assertThat(run.text())
        .contains("Remedy: Set spark.sql.catalog.prod.io-impl to")
        .doesNotContain("a-secret-of-the-catalog");

    DoctorRun mended =
        doctor(
            s3a.grants(ALICE),
            "--properties-file",
            file.toString(),
            "--conf",
            "spark.sql.catalog.prod.io-impl=org.apache.iceberg.hadoop.HadoopFileIO",
            "s3a://lake/team");
    assertThat(mended.exitStatus()).as(mended.text()).isZero();
    assertThat(mended.text())
        .contains(
            "OK       Iceberg catalog prod reads and writes with"
                + " org.apache.iceberg.hadoop.HadoopFileIO");
  }
}
