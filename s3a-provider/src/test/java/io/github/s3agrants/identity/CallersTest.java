package io.github.s3agrants.identity;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.security.PrivilegedExceptionAction;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Which principal calls Access Grants, and which callers share vended credentials in one JVM. */
class CallersTest {
  @Test
  void two_callers_never_share() throws IOException {
    try (S3AFixture lake =
        S3AFixture.start(
            S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*", "lake/both/*"))) {
      try (S3AFileSystem alice = lake.open(ALICE);
          S3AFileSystem bob = lake.open(BOB)) {
        S3AFixture.write(alice, "/alice/f", "x");
        assertThrows(AccessDeniedException.class, () -> S3AFixture.read(bob, "/alice/f"));
        assertThat(S3AFixture.read(alice, "/alice/f")).isEqualTo("x");

        lake.emulator.resetJournal();
        assertThrows(AccessDeniedException.class, () -> S3AFixture.write(bob, "/alice/f", "y"));
        assertThat(lake.s3CallsOf(BOB).entries()).isEmpty();
      }
    }
  }

  @Test
  void each_callers_requests_are_signed_with_what_was_vended_to_that_caller() throws IOException {
    try (S3AFixture lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READWRITE, "lake/both/*").accept(builder);
              S3AFixture.grant(BOB, Permission.READWRITE, "lake/both/*").accept(builder);
            })) {
      try (S3AFileSystem alice = lake.open(ALICE);
          S3AFileSystem bob = lake.open(BOB)) {
        S3AFixture.write(alice, "/both/a", "x");
        S3AFixture.write(bob, "/both/b", "x");
        S3AFixture.read(bob, "/both/a");
        S3AFixture.read(alice, "/both/b");
        Set<String> keysOfAlice = signersOf(lake, "alice");
        Set<String> keysOfBob = signersOf(lake, "bob");
        assertThat(keysOfAlice).hasSize(1).doesNotContainAnyElementsOf(keysOfBob);
        assertThat(keysOfBob).hasSize(1);
      }
    }
  }

  private static Set<String> signersOf(S3AFixture lake, String principal) {
    return lake.emulator.journal().principal(principal).signer(SignerKind.VENDED).entries().stream()
        .map(JournalEntry::accessKeyId)
        .collect(Collectors.toSet());
  }

  @Test
  void two_file_systems_of_one_caller_share_and_hadoop_users_do_not() throws Exception {
    try (S3AFixture lake =
        S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"))) {
      lake.upload("/alice/f", "x");
      try (S3AFileSystem one = lake.open(ALICE);
          S3AFileSystem other = lake.open(ALICE);
          S3AFileSystem anothers =
              UserGroupInformation.createRemoteUser("somebody")
                  .doAs((PrivilegedExceptionAction<S3AFileSystem>) () -> lake.open(ALICE))) {
        S3AFixture.read(one, "/alice/f");
        S3AFixture.read(other, "/alice/f");
        assertThat(lake.vendsOf(ALICE)).hasSize(1);
        S3AFixture.read(anothers, "/alice/f");
        assertThat(lake.vendsOf(ALICE)).hasSize(2);
      }
    }
  }

  /** One object that holds Alice's keys or Bob's. */
  public static final class NowThisNowThat implements AwsCredentialsProvider {
    static volatile Principal now = ALICE;

    private static final AwsCredentials CREDENTIALS =
        new AwsCredentials() {
          @Override
          public String accessKeyId() {
            return now.accessKey();
          }

          @Override
          public String secretAccessKey() {
            return now.secretKey();
          }
        };

    public NowThisNowThat() {}

    @Override
    public AwsCredentials resolveCredentials() {
      return CREDENTIALS;
    }
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  void credentials_that_change_what_they_hold_are_another_callers_in_the_next_request()
      throws IOException {
    try (S3AFixture lake =
        S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"))) {
      lake.upload("/alice/f", "x");
      Configuration conf = lake.grants(ALICE);
      conf.set("fs.s3a.accessgrants.credentials.provider", NowThisNowThat.class.getName());
      NowThisNowThat.now = ALICE;
      try (S3AFileSystem fs = lake.open(conf)) {
        assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("x");
        NowThisNowThat.now = BOB;
        assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/alice/f"));
        assertThat(lake.vendsOf(BOB)).isNotEmpty();
        NowThisNowThat.now = ALICE;
        assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("x");
      }
    }
  }

  @Test
  void the_caller_is_asked_for_once_and_the_instance_once_per_bucket() throws IOException {
    try (S3AFixture lake =
        S3AFixture.start(
            S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*", "other/alice/*"))) {
      Configuration conf = lake.grants(ALICE);
      try (S3AFileSystem fs = lake.open(conf);
          S3AFileSystem other =
              (S3AFileSystem)
                  org.apache.hadoop.fs.FileSystem.newInstance(
                      java.net.URI.create("s3a://other/"), conf)) {
        S3AFixture.write(fs, "/alice/f", "x");
        S3AFixture.read(fs, "/alice/f");
        S3AFixture.write(other, "/alice/f", "x");
        assertThat(lake.emulator.journal().count("GetCallerIdentity")).isEqualTo(1);
        assertThat(lake.emulator.journal().count("GetAccessGrantsInstanceForPrefix")).isEqualTo(2);
      }
    }
  }

  @Test
  void with_an_account_id_neither_is_asked() throws IOException {
    try (S3AFixture lake =
        S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*"))) {
      Configuration conf = lake.grants(ALICE);
      conf.set("fs.s3a.accessgrants.account.id", TestPrincipals.ACCOUNT);
      conf.unset("fs.s3a.accessgrants.sts.endpoint");
      try (S3AFileSystem fs = lake.open(conf)) {
        S3AFixture.write(fs, "/alice/f", "x");
        assertThat(lake.emulator.journal().count("GetCallerIdentity")).isZero();
        assertThat(lake.emulator.journal().count("GetAccessGrantsInstanceForPrefix")).isZero();
      }
    }
  }

  @Test
  void where_no_region_is_set_the_buckets_own_is_asked_for_unsigned() throws IOException {
    try (S3AFixture lake =
        S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"))) {
      lake.upload("/alice/f", "x");
      Configuration conf = lake.grants(ALICE);
      conf.unset("fs.s3a.endpoint.region");
      lake.emulator.resetJournal();
      try (S3AFileSystem fs = lake.open(conf)) {
        assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("x");
      }
      assertThat(lake.emulator.journal().operation("HeadBucket").entries())
          .singleElement()
          .satisfies(call -> assertThat(call.accessKeyId()).isNull());
      assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    }
  }
}
