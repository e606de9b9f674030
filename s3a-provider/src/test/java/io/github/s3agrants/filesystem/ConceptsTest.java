package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.DataAccessCall;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The example of Alice and Bob in AWS's "S3 Access Grants concepts": Alice may read below {@code
 * alice/}, Bob may read and write below {@code bob/}, and everything else is a 403.
 */
class ConceptsTest {
  private S3AFixture lake;
  private S3AFileSystem alice;
  private S3AFileSystem bob;

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*").accept(builder);
              S3AFixture.grant(BOB, Permission.READWRITE, "lake/bob/*").accept(builder);
            });
    lake.upload("/alice/report", "hers");
    lake.upload("/alice/deep/er", "hers too");
    lake.upload("/alice-2/report", "not hers");
    lake.upload("/carol/report", "nobody's");
    alice = lake.open(ALICE);
    bob = lake.open(BOB);
  }

  @AfterEach
  void noBaseCredentialsSigned() throws IOException {
    alice.close();
    bob.close();
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    assertThat(lake.signedByBaseOf(BOB)).isEmpty();
    lake.close();
  }

  @Test
  void bob_reads_and_writes_anything_below_his_prefix() throws IOException {
    S3AFixture.write(bob, "/bob/a/b", "his");
    assertThat(S3AFixture.read(bob, "/bob/a/b")).isEqualTo("his");
    assertThat(bob.listStatus(new Path("/bob"))).hasSize(1);
    assertThat(bob.delete(new Path("/bob"), true)).isTrue();
    S3AFixture.write(bob, "/bob/again", "his");
  }

  @Test
  void alice_reads_anything_below_hers() throws IOException {
    assertThat(S3AFixture.read(alice, "/alice/report")).isEqualTo("hers");
    assertThat(S3AFixture.read(alice, "/alice/deep/er")).isEqualTo("hers too");
    assertThat(alice.listStatus(new Path("/alice"))).hasSize(2);
    assertThat(alice.getFileStatus(new Path("/alice")).isDirectory()).isTrue();
  }

  @Test
  void alice_writes_nothing_anywhere() {
    assertDenied("WRITE", () -> S3AFixture.write(alice, "/alice/new", "x"));
    assertDenied("WRITE", () -> alice.delete(new Path("/alice/report"), false));
    assertDenied("WRITE", () -> alice.delete(new Path("/alice"), true));
    assertDenied("WRITE", () -> alice.mkdirs(new Path("/alice/new")));
    assertDenied(
        "READWRITE", () -> alice.rename(new Path("/alice/report"), new Path("/alice/moved")));
    assertDenied("READ", () -> S3AFixture.write(alice, "/bob/new", "x"));
    assertDenied("READ", () -> S3AFixture.write(alice, "/new", "x"));
  }

  @Test
  void neither_reads_what_they_were_not_granted() {
    assertDenied("READ", () -> S3AFixture.read(alice, "/carol/report"));
    assertDenied("READ", () -> S3AFixture.read(alice, "/alice-2/report"));
    assertDenied("READ", () -> S3AFixture.read(alice, "/bob/a"));
    assertDenied("READ", () -> alice.listStatus(new Path("/")));
    assertDenied("READ", () -> S3AFixture.read(bob, "/alice/report"));
    assertDenied("READ", () -> bob.listStatus(new Path("/alice")));
  }

  @Test
  void a_denial_says_what_was_asked_of_whom_as_whom_and_what_to_do() {
    AccessDeniedException e =
        assertThrows(AccessDeniedException.class, () -> S3AFixture.read(alice, "/carol/report"));
    assertThat(e.getMessage())
        .contains("READ on s3://lake/carol/report for HeadObject")
        .contains("S3A op_open, span ")
        .contains("as " + ALICE.arn())
        .contains("the instance of account " + TestPrincipals.ACCOUNT + " in us-east-1")
        .contains("AccessDenied")
        .contains("Needed: a grant of READ whose scope covers s3://lake/carol/report")
        .contains("fs.s3a.accessgrants.fallback");
  }

  @Test
  void the_service_is_told_which_operation_asks() throws IOException {
    S3AFixture.read(alice, "/alice/report");
    List<DataAccessCall> calls =
        lake.emulator.journal().operation("GetDataAccess").principal("alice").entries().stream()
            .map(JournalEntry::dataAccess)
            .filter(Objects::nonNull)
            .collect(Collectors.toList());
    assertThat(calls)
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.auditContext()).startsWith("s3a op=op_open span="));
  }

  /** S3A throws AccessDeniedException without a retry, and no request reaches S3. */
  private static void assertDenied(
      String permission, org.junit.jupiter.api.function.Executable operation) {
    AccessDeniedException e = assertThrows(AccessDeniedException.class, operation);
    assertThat(e.getMessage()).contains("credentials for " + permission + " on s3://lake/");
  }
}
