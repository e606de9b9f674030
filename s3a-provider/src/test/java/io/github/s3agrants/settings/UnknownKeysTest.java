package io.github.s3agrants.settings;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testing.CapturedLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Misspelt keys are refused with the nearest one, and other integrations' keys with what replaces
 * them.
 */
class UnknownKeysTest {
  @ParameterizedTest
  @CsvSource({
    "fs.s3a.accessgrants.falback, fs.s3a.accessgrants.fallback",
    "fs.s3a.accessgrants.fallbcak, fs.s3a.accessgrants.fallback",
    "fs.s3a.accessgrants.Fallback, fs.s3a.accessgrants.fallback",
    "fs.s3a.accessgrants.account, fs.s3a.accessgrants.account.id",
    "fs.s3a.accessgrants.accountid, fs.s3a.accessgrants.account.id",
    "fs.s3a.accessgrants.endpoint.sts, fs.s3a.accessgrants.endpoint",
    "fs.s3a.accessgrants.credentials.providers, fs.s3a.accessgrants.credentials.provider",
    "fs.s3a.accessgrants.fallback.to.iam, fs.s3a.accessgrants.fallback",
    "fs.s3a.accessgrants.deny.ttl, fs.s3a.accessgrants.denied.ttl",
    "fs.s3a.bucket.lake.accessgrants.falback, fs.s3a.bucket.lake.accessgrants.fallback",
    "fs.s3a.bucket.my.lake.eu.accessgrants.regoin, fs.s3a.bucket.my.lake.eu.accessgrants.region",
    "fs.s3a.access.grants.fallback, fs.s3a.accessgrants.fallback",
    "fs.s3a.accessGrants.account.id, fs.s3a.accessgrants.account.id",
    "fs.s3a.accessgrant.endpoint, fs.s3a.accessgrants.endpoint",
    "fs.s3a.access-grants.region, fs.s3a.accessgrants.region",
    "fs.s3a.bucket.lake.access.grants.region, fs.s3a.bucket.lake.accessgrants.region",
    "fs.s3.accessgrants.fallback, fs.s3a.accessgrants.fallback",
  })
  void a_misspelt_key_is_refused_with_the_nearest_one(String key, String nearest) {
    Configuration conf = new Configuration(false);
    conf.set(key, "true");
    List<KeyFinding> found = UnknownKeys.find(conf, null);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).key()).isEqualTo(key);
    assertThat(found.get(0).isRefused()).isTrue();
    assertThat(found.get(0).source()).contains("programmatically");
    assertThat(found.get(0).remedy()).contains("The nearest one is " + nearest + ". ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "fs.s3a.access.grants.fallback.to.iam; Set fs.s3a.accessgrants.fallback in",
        "fs.s3.s3AccessGrants.fallbackToIAM; Set fs.s3a.accessgrants.fallback in",
        "fs.s3a.s3AccessGrants.fallbackToIAM; Set fs.s3a.accessgrants.fallback in",
        "fs.s3a.bucket.b.access.grants.fallback.to.iam; Set fs.s3a.bucket.b.accessgrants.fallback in",
        "fs.s3.s3AccessGrants.enabled; fs.s3a.aws.credentials.provider is io.github.s3agrants.",
        "fs.s3a.access.grants.enabled; fs.s3a.audit.execution.interceptors lists io.github.s3agr",
        "fs.s3a.accessgrant.fall.back; The nearest one is fs.s3a.accessgrants.fallback.",
        "fs.s3a.access.grants.new.in.hadoop; is no option of this library",
      })
  void a_key_of_another_integration_is_found_and_not_refused(String key, String remedy) {
    Configuration conf = new Configuration(false);
    conf.set(key, "true");
    List<KeyFinding> found = UnknownKeys.find(conf, null);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).key()).isEqualTo(key);
    assertThat(found.get(0).isRefused()).isFalse();
    assertThat(found.get(0).toString()).contains(key, "(source: programmatically)", remedy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs.s3a.bucket.other.accessgrants.falback",
        "fs.s3a.bucket.lake.data.accessgrants.falback",
        "fs.s3a.bucket.lake.accessgrants.x.accessgrants.fallback",
        "fs.s3a.bucket.lakes.accessgrants.falback",
        "fs.s3a.accesspoint.required",
        "fs.s3a.bucket.lake.access.key",
        "fs.s3.access.grant",
        "fs.s3n.accessgrants.falback",
        "spark.accessgrants.rpc.allowUnprotected",
      })
  void other_keys_are_none_of_this_file_systems(String key) throws IOException {
    Configuration conf = new Configuration(false);
    conf.set(key, "true");
    assertThat(UnknownKeys.find(conf, "lake")).isEmpty();
    assertThat(UnknownKeys.find(S3AUtils.propagateBucketOptions(conf, "lake"), "lake")).isEmpty();
  }

  @Test
  void every_option_is_known() {
    Configuration conf = new Configuration(false);
    for (Setting<?> setting : AccessGrantsSettings.ALL) {
      conf.set(setting.key(), "");
      conf.set(setting.key().replace("fs.s3a.", "fs.s3a.bucket.my.lake."), "");
    }
    conf.set("fs.s3a.access.grants.enabled", "false");
    assertThat(UnknownKeys.find(conf, "my.lake")).isEmpty();
    assertThat(UnknownKeys.find(conf, null)).isEmpty();
  }

  @Test
  void a_buckets_key_is_found_once_with_its_file() {
    Configuration conf = new Configuration(false);
    conf.addResource(
        new ByteArrayInputStream(
            ("<configuration><property><name>fs.s3a.bucket.my.lake.accessgrants.falback</name>"
                    + "<value>true</value></property></configuration>")
                .getBytes(StandardCharsets.UTF_8)),
        "lake-site.xml");
    assertThat(UnknownKeys.find(S3AUtils.propagateBucketOptions(conf, "my.lake"), "my.lake"))
        .extracting(KeyFinding::toString)
        .containsExactly(
            "fs.s3a.bucket.my.lake.accessgrants.falback (source: lake-site.xml) is an unknown"
                + " option. The nearest one is fs.s3a.bucket.my.lake.accessgrants.fallback. Correct"
                + " the key, or remove it.");
  }

  @Test
  void no_file_system_is_created_with_a_misspelt_key() throws IOException {
    try (S3AFixture lake =
        S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"))) {
      Configuration conf = lake.grants(ALICE);
      conf.set("fs.s3a.bucket.lake.accessgrants.falback", "true");
      conf.set("fs.s3a.accessgrants.regoin", "us-east-1");
      assertThat(assertThrows(IOException.class, () -> lake.open(conf).close()).toString())
          .contains(
              "fs.s3a.bucket.lake.accessgrants.falback (source: programmatically)",
              "fs.s3a.bucket.lake.accessgrants.fallback.",
              "fs.s3a.accessgrants.regoin (source: programmatically)",
              "fs.s3a.accessgrants.region.");
    }
  }

  @Test
  void a_file_system_with_anothers_keys_starts_with_one_warning_for_each() throws IOException {
    try (S3AFixture lake =
            S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"));
        CapturedLog log = new CapturedLog()) {
      Configuration conf = lake.grants(ALICE);
      conf.set("fs.s3.s3AccessGrants.enabled", "true");
      conf.set("fs.s3a.bucket.lake.access.grants.fallback.to.iam", "true");
      lake.open(conf).close();
      assertThat(log.linesOf(UnknownKeys.class)).hasSize(2);
    }
  }

  @Test
  void a_large_configuration_is_read_quickly() throws IOException {
    Configuration conf = new Configuration(false);
    for (int i = 0; i < 5_000; i++) {
      conf.set("spark.sql.option." + i, "${user.name}");
      conf.set("fs.s3a.bucket.b" + i + ".endpoint.region", "eu-central-1");
    }
    conf.set("fs.s3a.accessgrants." + "f".repeat(100_000), "");
    UnknownKeys.find(conf, "b7");
    long begun = System.nanoTime();
    assertThat(UnknownKeys.find(conf, "b7")).hasSize(1);
    assertThat(System.nanoTime() - begun).isLessThan(1_000_000_000L);
  }
}
