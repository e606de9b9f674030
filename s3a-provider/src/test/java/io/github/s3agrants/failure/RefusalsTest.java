package io.github.s3agrants.failure;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Requests that no grant, or no single grant, can cover: refused at once, or counted as fallbacks.
 */
class RefusalsTest {
  /** May do anything on S3 with base credentials, and has grants on two prefixes. */
  private static final Principal OWNER =
      TestPrincipals.named("owner").withS3("s3://*", Permission.READWRITE);

  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              builder.principal(OWNER);
              for (Principal who : List.of(ALICE, OWNER)) {
                S3AFixture.grant(who, Permission.READ, "lake/team/*").accept(builder);
                S3AFixture.grant(who, Permission.READWRITE, "lake/team/a/*", "lake/team/b/*")
                    .accept(builder);
              }
            });
    lake.upload("/team/a/f", "text");
    lake.upload("/team/b/f", "text");
    lake.emulator.resetJournal();
  }

  @AfterEach
  void stop() throws IOException {
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    lake.close();
  }

  @Test
  @Tag(S3AFixture.BULK_DELETE)
  void path_by_path_a_bulk_delete_of_two_grants_names_the_one_that_it_takes() throws IOException {
    try (S3AFileSystem fs = lake.open(lake.askingPathByPath(ALICE))) {
      AccessDeniedException e = assertThrows(AccessDeniedException.class, () -> deleteBoth(fs));
      assertThat(e.getMessage())
          .contains("Needed: one grant of WRITE whose scope covers s3://lake/team/*")
          .contains("deletes 2 keys, from s3://lake/team/a/f to s3://lake/team/b/f")
          .contains("fs.s3a.multiobjectdelete.enable=false");
      assertThat(lake.s3CallsOf(ALICE).count("DeleteObjects")).isZero();
    }
  }

  /** With either option S3A sends one request per key, for which one grant is enough. */
  @ParameterizedTest
  @CsvSource({
    "fs.s3a.multiobjectdelete.enable, true, false",
    "fs.s3a.multiobjectdelete.enable, false, true",
    "fs.s3a.bulk.delete.page.size, 2, false",
    "fs.s3a.bulk.delete.page.size, 1, true",
  })
  void path_by_path_a_tree_over_two_grants_is_deleted_by_a_request_for_each_key(
      String key, String value, boolean deleted) throws IOException {
    Configuration conf = lake.askingPathByPath(ALICE);
    conf.set(key, value);
    try (S3AFileSystem fs = lake.open(conf)) {
      if (deleted) {
        assertThat(fs.delete(at("/team"), true)).isTrue();
      } else {
        assertThat(
                assertThrows(AccessDeniedException.class, () -> fs.delete(at("/team"), true))
                    .getMessage())
            .contains("s3://lake/team/*");
      }
      assertThat(fs.exists(at("/team"))).isNotEqualTo(deleted);
    }
  }

  @Test
  void a_rename_over_two_grants_names_the_one_that_it_takes_and_a_copy_does_with_two()
      throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      Path from = new Path("/team/a/f");
      Path to = new Path("/team/b/new");
      AccessDeniedException e =
          assertThrows(AccessDeniedException.class, () -> fs.rename(from, to));
      assertThat(e.getMessage())
          .contains("Needed: one grant of READWRITE whose scope covers s3://lake/team/*")
          .contains("copies s3://lake/team/a/f to s3://lake/team/b/new")
          .contains("a grant of READ on the first and one of WRITE on the second");
      assertThat(lake.s3CallsOf(ALICE).count("CopyObject")).isZero();

      assertThat(FileUtil.copy(fs, from, fs, to, true, fs.getConf())).isTrue();
      assertThat(S3AFixture.read(fs, "/team/b/new")).isEqualTo("text");
      assertThat(fs.exists(from)).isFalse();
    }
  }

  @Tag(S3AFixture.HADOOP_34)
  @Test
  void with_fallback_a_rename_is_signed_by_the_caller_and_counted() throws IOException {
    Configuration conf = falling(OWNER);
    conf.set("fs.s3a.accessgrants.grants.discovery", "off");
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(fs.rename(new Path("/team/a/f"), new Path("/team/b/new"))).isTrue();
      assertThat(lake.s3CallsOf(OWNER).signer(SignerKind.BASE).count("CopyObject")).isEqualTo(1);
      assertThat(fallbacks()).containsEntry("NO_SINGLE_GRANT", 1L);
    }
  }

  @Test
  @Tag(S3AFixture.BULK_DELETE)
  void with_fallback_a_bulk_delete_is_signed_by_the_caller_and_counted() throws IOException {
    Configuration conf = falling(OWNER);
    conf.set("fs.s3a.accessgrants.grants.discovery", "off");
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(fs.rename(new Path("/team/a/f"), new Path("/team/b/new"))).isTrue();
      deleteBoth(fs);
      assertThat(lake.s3CallsOf(OWNER).signer(SignerKind.BASE).count("DeleteObjects")).isEqualTo(1);
      assertThat(fallbacks()).containsEntry("NO_SINGLE_GRANT", 2L);
    }
  }

  @Tag(S3AFixture.HADOOP_34)
  @ParameterizedTest
  @CsvSource({
    "fs.s3a.bucket.lake.accesspoint.arn, arn:aws:s3:us-east-1:111122223333:accesspoint/p",
    "fs.s3a.bucket.lake.accesspoint.arn,"
        + " arn:aws:s3-outposts:us-east-1:111122223333:outpost/op-1/accesspoint/p",
    "fs.s3a.bucket.lake.accesspoint.arn, arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap",
  })
  void a_file_system_on_an_access_point_does_not_start(String key, String arn) {
    Configuration conf = lake.grants(ALICE);
    conf.set(key, arn);
    IOException e = assertThrows(IOException.class, () -> S3AFixture.provider(conf));
    assertThat(e.getMessage())
        .startsWith(key + " is set. " + arn + " is an access point")
        .contains("the name of the bucket behind it");
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
    assertThrows(Exception.class, () -> lake.open(conf).close());
    // Each request is then signed with base credentials, and counted.
    conf.setBoolean("fs.s3a.accessgrants.fallback", true);
    assertDoesNotThrow(() -> S3AFixture.provider(conf).close());
  }

  @ParameterizedTest
  @CsvSource({
    "data--use1-az4--x-s3, is a directory bucket",
    "p-metadata1234567890abcdefghij-s3alias, is an access point",
    "p--use1-az4--xa-s3, is an access point",
    "mfzwi23gnjvgw.mrap, is an access point",
  })
  void nor_does_one_on_what_is_no_general_purpose_bucket(String bucket, String what) {
    Configuration conf = lake.grants(ALICE);
    IOException e =
        assertThrows(
            IOException.class,
            () -> FileSystem.newInstance(URI.create("s3a://" + bucket + "/"), conf).close());
    assertThat(e.getMessage()).contains(bucket + " " + what);
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
  }

  @Tag(S3AFixture.SDK_V2)
  @ParameterizedTest
  @ValueSource(strings = {"p-metadata1234567890-s3alias", "data--use1-az4--x-s3"})
  void a_request_of_a_client_to_one_is_refused_and_nothing_is_sent(String bucket)
      throws IOException {
    try (AccessGrantsCredentialsProvider provider = S3AFixture.provider(lake.grants(ALICE));
        S3Client s3 = client(provider, lake.grants(ALICE))) {
      S3Exception e =
          assertThrows(
              S3Exception.class,
              () -> s3.headObject(r -> r.bucket(bucket).key("k")),
              provider::toString);
      assertThat(e.statusCode()).isEqualTo(403);
      assertThat(e.getMessage()).contains(bucket);
      assertThat(lake.emulator.journal().entries()).isEmpty();
    }
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  void a_copy_between_buckets_says_which_grants_a_copy_through_the_client_takes()
      throws IOException {
    try (AccessGrantsCredentialsProvider provider = S3AFixture.provider(lake.grants(ALICE));
        S3Client s3 = client(provider, lake.grants(ALICE))) {
      S3Exception e = assertThrows(S3Exception.class, () -> copy(s3), provider::toString);
      assertThat(e.statusCode()).isEqualTo(403);
      assertThat(e.getMessage())
          .contains("READ on s3://lake/team/a/f and one of WRITE on s3://other/f");
      assertThat(lake.emulator.journal().entries()).isEmpty();
    }
  }

  /** Keys are untrusted text, and so is the service's message about them. */
  @Tag(S3AFixture.SDK_V2)
  @ParameterizedTest
  @ValueSource(strings = {"team/it's", "team/$(touch x)`y`", "team/two\nlines\u2028", "a,b\"c"})
  void the_message_is_one_line_and_ends_in_the_command_that_makes_the_grant(String key)
      throws IOException {
    try (AccessGrantsCredentialsProvider provider = S3AFixture.provider(lake.grants(BOB));
        S3Client s3 = client(provider, lake.grants(BOB))) {
      S3Exception e =
          assertThrows(
              S3Exception.class,
              () -> s3.putObject(r -> r.bucket("lake").key(key), RequestBody.fromString("x")),
              provider::toString);
      assertThat(e.getMessage())
          .doesNotContainPattern("[\\p{Cntrl}\\u0085\\u2028\\u2029]")
          .containsPattern(
              "aws s3control create-access-grant --account-id 111122223333 --region us-east-1"
                  + " --access-grants-location-id LOCATION_ID"
                  + " --access-grants-location-configuration '[ -&(-~]*'"
                  + " --s3-prefix-type Object --permission WRITE --grantee"
                  + " 'GranteeType=IAM,GranteeIdentifier=arn:aws:iam::111122223333:user/bob'"
                  + " \\(Service: S3 Access Grants, ");
    }
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  void with_fallback_each_is_counted_by_what_it_is() throws IOException {
    Configuration conf = falling(OWNER);
    try (AccessGrantsCredentialsProvider provider = S3AFixture.provider(conf);
        S3Client s3 = client(provider, conf)) {
      copy(s3);
      assertThrows(
          S3Exception.class,
          () -> s3.headObject(r -> r.bucket("p-metadata1234567890-s3alias").key("k")),
          provider::toString);
      assertThat(fallbacks()).isEqualTo(Map.of("ACROSS_BUCKETS", 1L, "ACCESS_POINT", 1L));
      assertThat(lake.signedByBaseOf(OWNER)).hasSize(2);
    }
  }

  private static void deleteBoth(S3AFileSystem fs) throws IOException {
    try (BulkDelete bulk = fs.createBulkDelete(at("/team"))) {
      assertThat(bulk.bulkDelete(List.of(at("/team/a/f"), at("/team/b/f")))).isEmpty();
    }
  }

  private static Path at(String path) {
    return new Path("s3a://lake" + path);
  }

  private Configuration falling(Principal who) {
    Configuration conf = lake.grants(who);
    conf.setBoolean("fs.s3a.accessgrants.fallback", true);
    return conf;
  }

  private static Map<String, Long> fallbacks() {
    return AccessGrantsRuntime.engine().orElseThrow().statistics().getFallbacks();
  }

  /** Names none of the library's types: they are not in the jar for Hadoop 3.3. */
  private S3Client client(AwsCredentialsProvider provider, Configuration conf) {
    AccessGrantsInterceptor interceptor = S3AFixture.interceptor(conf);
    return EmulatorClients.s3(
        S3Client.builder(),
        lake.emulator.endpoints(),
        () -> provider.resolveCredentials(),
        interceptor);
  }

  private static void copy(S3Client s3) {
    s3.copyObject(
        r ->
            r.sourceBucket("lake")
                .sourceKey("team/a/f")
                .destinationBucket("other")
                .destinationKey("f"));
  }
}
