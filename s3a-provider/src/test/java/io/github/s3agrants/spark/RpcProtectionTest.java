package io.github.s3agrants.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.testing.CapturedLog;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credentials travel only where nobody else can ask for them or read them. */
class RpcProtectionTest {
  private final SparkConf conf = new SparkConf(false).set("spark.master", "spark://host:7077");

  private String refusal(String version) {
    return String.valueOf(
        assertThrows(IllegalStateException.class, () -> RpcProtection.require(conf, version))
            .getMessage());
  }

  private String logOf(String version) {
    try (CapturedLog log = new CapturedLog()) {
      RpcProtection.require(conf, version);
      return log.text();
    }
  }

  @ParameterizedTest
  @CsvSource({
    // version, authenticate, crypto, tls, is protected
    "3.5.9, false, false, false, false",
    "3.5.9, true, false, false, false",
    "3.5.9, false, true, false, false",
    "3.5.9, true, true, false, true",
    "3.5.9, true, false, true, false",
    "4.1.1, true, false, true, true",
    "4.1.1, false, false, true, false",
    "4.1.1, true, true, false, true",
    "4.1.1, true, false, false, false",
    "next, true, false, true, false",
    "4, true, false, true, true",
  })
  void rpc_must_be_authenticated_and_encrypted(
      String version, boolean authenticate, boolean crypto, boolean tls, boolean isProtected) {
    conf.set("spark.authenticate", String.valueOf(authenticate));
    conf.set("spark.network.crypto.enabled", String.valueOf(crypto));
    conf.set("spark.ssl.rpc.enabled", String.valueOf(tls));
    if (isProtected) {
      RpcProtection.require(conf, version);
    } else {
      assertThat(refusal(version))
          .contains("spark.authenticate=true")
          .contains("spark.network.crypto.enabled=true")
          .contains("spark.accessgrants.rpc.allowUnprotected");
    }
  }

  @Test
  void spark_3_says_that_it_ignores_tls_and_spark_4_offers_it() {
    conf.set("spark.authenticate", "true").set("spark.ssl.rpc.enabled", "true");
    assertThat(refusal("3.5.9")).contains("Spark 3.5.9 ignores spark.ssl.rpc.enabled");
    conf.set("spark.ssl.rpc.enabled", "false");
    assertThat(refusal("4.1.1")).contains("(or spark.ssl.rpc.enabled=true)");
    assertThat(refusal("3.5.9")).doesNotContain("spark.ssl.rpc");
  }

  @ParameterizedTest
  @CsvSource({
    "local, true",
    "local[2], true",
    "'local[*,3]', true",
    "'local-cluster[2,1,1024]', false",
    "yarn, false",
    "k8s://https://host, false",
    "'', false",
  })
  void only_where_driver_and_executor_are_one_process_nothing_is_required(
      String master, boolean local) {
    conf.set("spark.master", master);
    assertThat(RpcProtection.isLocal(conf)).isEqualTo(local);
    if (local) {
      assertThat(logOf("3.5.9")).isEmpty();
    } else {
      assertThat(refusal("3.5.9")).contains("spark.authenticate");
    }
  }

  @Test
  void who_allows_it_is_warned() {
    conf.set("spark.accessgrants.rpc.allowUnprotected", "true");
    assertThat(logOf("3.5.9"))
        .contains("WARN")
        .contains("not authenticated and encrypted")
        .contains("Allowed by spark.accessgrants.rpc.allowUnprotected");
  }

  @Test
  void what_weakens_the_protection_is_warned_of() {
    conf.set("spark.authenticate", "true").set("spark.network.crypto.enabled", "true");
    assertThat(logOf("3.5.9")).contains("spark.network.crypto.saslFallback is true");
    conf.set("spark.network.crypto.saslFallback", "false");
    assertThat(logOf("3.5.9")).isEmpty();
    conf.set("spark.ssl.rpc.enabled", "true");
    assertThat(logOf("4.1.1")).contains("without a trust store");
    conf.set("spark.ssl.trustStore", "/trust");
    assertThat(logOf("4.1.1")).isEmpty();
  }
}
