package io.github.s3agrants.network;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A bucket in another Region than the one that S3A is configured with. */
class ElsewhereTest {
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              builder.region("eu-west-1");
              S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*").accept(builder);
            });
    lake.upload("/alice/f", "text");
    lake.emulator.resetJournal();
  }

  @AfterEach
  void stop() throws IOException {
    lake.close();
  }

  private List<String> calls(int status) {
    return lake.emulator.journal().entries().stream()
        .filter(call -> call.status() == status)
        .map(JournalEntry::operation)
        .collect(Collectors.toList());
  }

  private long bucketsAsked() {
    return lake.emulator.journal().operation("HeadBucket").entries().stream()
        .filter(call -> call.accessKeyId() == null)
        .count();
  }

  @Test
  void the_instance_is_looked_for_where_the_bucket_is() throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
      S3AFixture.write(fs, "/alice/g", "more");
      assertThat(S3AFixture.read(fs, "/alice/g")).isEqualTo("more");
    }
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    // The instance of us-east-1 was called once, and S3 in the bucket's Region.
    assertThat(calls(400)).containsExactly("GetAccessGrantsInstanceForPrefix");
    assertThat(bucketsAsked()).isOne();
  }

  @Test
  void also_with_the_account_set_and_for_several_file_systems() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants.account.id", TestPrincipals.ACCOUNT);
    try (S3AFileSystem one = lake.open(conf);
        S3AFileSystem two = lake.open(conf)) {
      assertThat(S3AFixture.read(one, "/alice/f")).isEqualTo("text");
      assertThat(S3AFixture.read(two, "/alice/f")).isEqualTo("text");
    }
    assertThat(bucketsAsked()).isOne();
  }

  /** A denial names the bucket's Region, and the Region is not looked up again. */
  @Test
  void a_refusal_names_the_region_of_the_bucket() throws IOException {
    try (S3AFileSystem fs = lake.open(BOB)) {
      for (int i = 0; i < 3; i++) {
        AccessDeniedException e =
            assertThrows(AccessDeniedException.class, () -> fs.open(new Path("/alice/f")).read());
        assertThat(e).hasMessageContaining("in eu-west-1").hasMessageContaining("AccessDenied");
      }
    }
    assertThat(bucketsAsked()).isOne();
  }

  @Test
  void a_region_set_by_the_user_overrules_that() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants.region", "us-east-1");
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThrows(IOException.class, () -> S3AFixture.read(fs, "/alice/f"));
    }
    assertThat(bucketsAsked()).isZero();
  }

  @Test
  void with_fallback_the_instance_goes_before_it() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.setBoolean("fs.s3a.accessgrants.fallback", true);
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
    }
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
  }

  /** AWS's own S3 Control endpoints serve one Region, whatever Region a request is signed for. */
  @Tag(S3AFixture.SDK_V2)
  @Test
  void not_at_an_endpoint_of_aws_that_serves_one_region() throws IOException {
    Configuration conf = lake.grants(ALICE);
    assertThat(AccessGrantsConfig.read(conf).service().followsBucket()).isTrue();
    conf.set(
        "fs.s3a.accessgrants.endpoint",
        "https://control.vpce-1a2b.s3.us-east-1.vpce.amazonaws.com");
    assertThat(AccessGrantsConfig.read(conf).service().followsBucket()).isFalse();
  }

  @Test
  void where_the_bucket_is_in_the_region_that_was_set_nothing_more_is_asked() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.endpoint.region", "eu-west-1");
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
      assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/bob/f"));
    }
    assertThat(bucketsAsked()).isZero();
    assertThat(calls(400)).isEmpty();
    // The same for a caller who is denied before anything was vended.
    Configuration ofBob = lake.grants(BOB);
    ofBob.set("fs.s3a.endpoint.region", "eu-west-1");
    try (S3AFileSystem fs = lake.open(ofBob)) {
      for (int i = 0; i < 3; i++) {
        assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/bob/f"));
      }
    }
    assertThat(bucketsAsked()).isZero();
  }
}
