package io.github.s3agrants.emulator.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts name a bucket. */
final class BucketHostTest {
  @ParameterizedTest
  @CsvSource({
    "lake.localhost, lake",
    "lake.localhost:9000, lake",
    "LAKE.LocalHost, lake",
    "lake.localhost., lake",
    "a.b-c.d.localhost:1, a.b-c.d",
    "lake.s3.localhost, lake",
    "a.b.s3.localhost:1, a.b",
    "lake.s3.us-east-1.localhost, lake",
    "lake.s3.us-gov-west-1.localhost:80, lake",
    "a.b.s3.eu-central-1.localhost, a.b",
    "s3.s3.localhost, s3",
    "lake.s3.nowhere.localhost, lake.s3.nowhere",
    "us-east-1.localhost, us-east-1",
  })
  void names_a_bucket(String host, String bucket) {
    assertThat(BucketHost.bucket(host)).isEqualTo(bucket);
    assertThat(BucketHost.pathStyle(host, "/")).isEqualTo("/" + bucket + "/");
    assertThat(BucketHost.pathStyle(host, "//k%2F/é?")).isEqualTo("/" + bucket + "//k%2F/é?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:9000",
        "LOCALHOST",
        "s3.localhost",
        "s3.localhost:1",
        "s3.us-east-1.localhost",
        "127.0.0.1",
        "127.0.0.1:9000",
        "[::1]:9000",
        "lake.example",
        "lake.localhost.example",
        ".localhost",
        "",
      })
  void names_none(String host) {
    assertThat(BucketHost.bucket(host)).isNull();
    assertThat(BucketHost.pathStyle(host, "/lake/k")).isEqualTo("/lake/k");
  }

  @Test
  void hostile_host_costs_no_stack() {
    String region = "s3.aa" + "-a".repeat(30_000) + "-1";
    assertThat(BucketHost.bucket(region + ".localhost")).isEqualTo(region);
    assertThat(BucketHost.bucket("lake." + region)).isNull();
  }

  @Test
  void no_host() {
    assertThat(BucketHost.pathStyle(null, "/lake/k")).isEqualTo("/lake/k");
  }
}
