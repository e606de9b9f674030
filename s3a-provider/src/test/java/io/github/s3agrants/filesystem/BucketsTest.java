package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static io.github.s3agrants.testkit.TestPrincipals.OTHER_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsTokenBinding;
import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Per-bucket settings, and several buckets, Regions and accounts in one JVM. */
class BucketsTest {
  private static final Principal CAROL =
      TestPrincipals.named("carol", "arn:aws:iam::" + OTHER_ACCOUNT + ":role/carol");

  private static S3AFixture lake;

  @BeforeAll
  static void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READ, "lake/team/alice/*").accept(builder);
              S3AFixture.grant(ALICE, Permission.READWRITE, "other/team/alice/*").accept(builder);
            });
    lake.upload("/team/alice/in/a", "one");
    lake.upload("/team/alice/in/b/c", "two");
  }

  @AfterAll
  static void stop() throws IOException {
    lake.close();
  }

  static Stream<String> everySetting() {
    return AccessGrantsSettings.ALL.stream().map(setting -> setting.key());
  }

  /** No setting accepts this value, so the code that reads it reports an error. */
  @Tag(S3AFixture.HADOOP_34)
  @ParameterizedTest
  @MethodSource("everySetting")
  void each_setting_can_be_that_of_one_bucket(String key) throws IOException {
    String suffix = key.substring("fs.s3a.".length());
    Configuration conf = lake.grants(ALICE);
    if (key.equals(AccessGrantsSettings.TOKEN_BINDING.key())) {
      // Only the token binding reads it.
      conf.set("fs.s3a.delegation.token.binding", AccessGrantsTokenBinding.class.getName());
    }
    conf.set("fs.s3a.bucket.other." + suffix, "!");
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(fs.getConf().get(key)).isNotEqualTo("!");
    }
    conf.set("fs.s3a.bucket.lake." + suffix, "!");
    // Hadoop wraps exceptions of a token binding.
    assertThat(assertThrows(Exception.class, () -> lake.open(conf).close()))
        .hasStackTraceContaining("fs.s3a.bucket.lake." + suffix)
        .hasStackTraceContaining("!");
  }

  @Tag(S3AFixture.HADOOP_34)
  @Test
  void the_library_can_be_on_for_one_bucket_alone() throws IOException {
    Configuration conf = lake.plain(BOB);
    conf.set("fs.s3a.access.key", ALICE.accessKey());
    conf.set("fs.s3a.secret.key", ALICE.secretKey());
    moveToBucket(conf, lake.grants(ALICE), "lake");
    lake.emulator.resetJournal();
    try (FileSystem granted = open(conf, "lake");
        FileSystem plain = open(conf, "other")) {
      assertThat(S3AFixture.read(granted, "/team/alice/in/a")).isEqualTo("one");
      assertThrows(
          AccessDeniedException.class, () -> S3AFixture.write(plain, "/team/alice/f", "x"));
    }
    assertThat(lake.s3CallsOf(ALICE).signer(SignerKind.VENDED).entries())
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.bucket()).isEqualTo("lake"));
    assertThat(lake.signedByBaseOf(ALICE))
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.bucket()).isEqualTo("other"));
  }

  @Test
  void from_one_bucket_to_another() throws IOException {
    Configuration conf = lake.grants(ALICE);
    lake.emulator.resetJournal();
    try (FileSystem from = open(conf, "lake");
        FileSystem to = open(conf, "other")) {
      assertThat(
              FileUtil.copy(
                  from,
                  new Path("s3a://lake/team/alice/in"),
                  to,
                  new Path("s3a://other/team/alice/out"),
                  false,
                  conf))
          .isTrue();
      assertThat(S3AFixture.read(to, "/team/alice/out/b/c")).isEqualTo("two");
      assertThrows(AccessDeniedException.class, () -> S3AFixture.write(from, "/team/alice/f", "x"));
    }
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
  }

  @Test
  void two_regions_and_two_accounts_each_with_its_own_instance() throws IOException {
    try (AccessGrantsEmulator west =
        AccessGrantsEmulator.builder()
            .region("eu-west-1")
            .account(OTHER_ACCOUNT)
            .principal(CAROL)
            .bucket("west")
            .location("s3://", "arn:aws:iam::" + OTHER_ACCOUNT + ":role/location")
            .grant("s3://", "west/team/carol/*", "carol", Permission.READWRITE)
            .start()) {
      Configuration conf = lake.grants(ALICE);
      conf.set("fs.s3a.bucket.west.endpoint", west.endpoints().s3().toString());
      conf.set("fs.s3a.bucket.west.endpoint.region", "eu-west-1");
      conf.set("fs.s3a.bucket.west.access.key", CAROL.accessKey());
      conf.set("fs.s3a.bucket.west.secret.key", CAROL.secretKey());
      conf.set("fs.s3a.bucket.west.accessgrants.endpoint", west.endpoints().s3Control().toString());
      conf.set("fs.s3a.bucket.west.accessgrants.sts.endpoint", west.endpoints().sts().toString());
      lake.emulator.resetJournal();
      try (FileSystem from = open(conf, "lake");
          FileSystem to = open(conf, "west")) {
        assertThat(
                FileUtil.copy(
                    from,
                    new Path("s3a://lake/team/alice/in"),
                    to,
                    new Path("s3a://west/team/carol/out"),
                    false,
                    conf))
            .isTrue();
        assertThat(S3AFixture.read(to, "/team/carol/out/a")).isEqualTo("one");
        assertThrows(AccessDeniedException.class, () -> S3AFixture.write(to, "/team/alice/f", "x"));
      }
      for (AccessGrantsEmulator each : List.of(lake.emulator, west)) {
        assertThat(each.journal().service(Service.S3).entries())
            .isNotEmpty()
            .allSatisfy(call -> assertThat(call.signer()).isEqualTo(SignerKind.VENDED))
            .allSatisfy(call -> assertThat(call.status()).isNotEqualTo(403));
      }
      // Neither instance was called by the user of the other.
      assertThat(west.journal().principal("carol").count("GetDataAccess")).isPositive();
      assertThat(west.journal().entries())
          .allSatisfy(call -> assertThat(call.principal()).isEqualTo("carol"));
      assertThat(lake.emulator.journal().entries())
          .allSatisfy(call -> assertThat(call.principal()).isEqualTo("alice"));
    }
  }

  private static FileSystem open(Configuration conf, String bucket) throws IOException {
    return FileSystem.newInstance(URI.create("s3a://" + bucket + "/"), conf);
  }

  /** Moves all settings that enable the library to those of one bucket. */
  private static void moveToBucket(Configuration to, Configuration on, String bucket) {
    for (String key :
        List.of(
            "aws.credentials.provider",
            "audit.execution.interceptors",
            "accessgrants.endpoint",
            "accessgrants.sts.endpoint")) {
      to.set("fs.s3a.bucket." + bucket + "." + key, on.get("fs.s3a." + key));
    }
  }
}
