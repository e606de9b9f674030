package io.github.s3agrants.settings;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.AccessGrantsTokenBinding;
import io.github.s3agrants.credentials.Privilege;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** A wrong setting fails the creation of the file system, with a message that names it. */
class SetupTest {
  private static S3AFixture lake;

  @BeforeAll
  static void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"));
  }

  @AfterAll
  static void stop() throws IOException {
    lake.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "duration; 14m; 15m to 12h",
        "duration; 13h; 15m to 12h",
        "duration; 899; 15m to 12h",
        "duration; an hour; 15m to 12h",
        "privilege; minimal; Default or Minimal",
        "privilege; All; Default or Minimal",
        "account.id; 12345678901; 12 digits",
        "account.id; 1234567890123; 12 digits",
        "account.id; 11112222333x; 12 digits",
        "region; nowhere; an AWS Region",
        "endpoint; localhost:80; a URI",
        "endpoint; ftp://host; a URI",
        "endpoint; http://; a URI",
        "sts.endpoint; ht tp://host; a URI",
        "fallback; yes; true or false",
        "directory.probes; on; true or false",
        "cache.size; 0; 1 to 1000000",
        "cache.size; many; 1 to 1000000",
        "denied.ttl; 2h; 0 to 1h",
        "denied.ttl; -1; 0 to 1h",
        "credentials.provider; io.github.s3agrants.AccessGrantsCredentialsProvider; not this"
            + " library's own",
        "credentials.provider; org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider; nor an"
            + " anonymous one",
        "credentials.provider; software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;"
            + " nor an anonymous one",
        "credentials.provider; com.amazonaws.auth.AnonymousAWSCredentials; nor an anonymous one",
        "delegation.token.binding; io.github.s3agrants.AccessGrantsTokenBinding; not this"
            + " library's own",
      })
  void a_value_that_is_not_allowed_is_named_with_its_key_and_what_is(
      String key, String value, String allowed) {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants." + key, value);
    assertRefused(conf, "fs.s3a.accessgrants." + key, "\"" + value + "\"", allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:pass-word@host",
        "https://user:pass-word/@host",
        "ht tp://user:pass-word@host"
      })
  void a_password_in_an_endpoint_is_shown_to_nobody(String endpoint) {
    for (String key :
        List.of(
            "fs.s3a.accessgrants.endpoint",
            "fs.s3a.accessgrants.sts.endpoint",
            "fs.s3a.endpoint")) {
      if (key.equals("fs.s3a.endpoint") && !endpoint.contains(" ")) {
        continue; // S3A itself checks it.
      }
      Configuration conf = lake.grants(ALICE);
      conf.set(key, endpoint);
      assertThat(refusal(conf)).contains(key, "***@host").doesNotContain("pass-word");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fs.s3a.signing-algorithm", "fs.s3a.s3.signing-algorithm"})
  void a_signer_of_ones_own_is_refused(String key) {
    Configuration conf = lake.grants(ALICE);
    conf.set(key, "AWSS3V4SignerType");
    assertRefused(conf, key, "AWSS3V4SignerType", "Allowed: not set");
    conf.unset(key);
    String ofBucket = key.replace("fs.s3a.", "fs.s3a.bucket.lake.");
    conf.set(ofBucket, "Mine");
    assertRefused(conf, ofBucket + " is \"Mine\"");
  }

  @Test
  void other_providers_beside_this_one_are_refused() {
    for (String list :
        List.of(
            "%s,org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
            "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider, %s",
            "%s,org.example.NoSuchProvider",
            "%1$s,%1$s")) {
      Configuration conf = lake.grants(ALICE);
      conf.set(
          "fs.s3a.aws.credentials.provider",
          String.format(list, AccessGrantsCredentialsProvider.class.getName()));
      assertRefused(
          conf, "fs.s3a.aws.credentials.provider", "fs.s3a.accessgrants.credentials.provider");
    }
  }

  @Test
  void per_bucket_values_are_checked() {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.bucket.lake.accessgrants.privilege", "none");
    assertRefused(conf, "Invalid value of fs.s3a.bucket.lake.accessgrants.privilege: \"none\"");
    conf.set("fs.s3a.bucket.lake.accessgrants.privilege", "Minimal");
    conf.set("fs.s3a.bucket.other.accessgrants.privilege", "none");
    assertStarts(conf);
  }

  @Test
  void auditing_off_is_refused() {
    Configuration conf = lake.grants(ALICE);
    conf.setBoolean("fs.s3a.audit.enabled", false);
    assertRefused(conf, "fs.s3a.audit.enabled", "Allowed: true");
    conf.setBoolean("fs.s3a.audit.enabled", true);
    conf.setBoolean("fs.s3a.bucket.lake.audit.enabled", false);
    assertRefused(conf, "fs.s3a.bucket.lake.audit.enabled is false", "Allowed: true");
  }

  @Test
  void the_provider_without_the_interceptor_is_refused() {
    Configuration conf = lake.grants(ALICE);
    conf.unset("fs.s3a.audit.execution.interceptors");
    assertRefused(
        conf, "fs.s3a.audit.execution.interceptors", AccessGrantsInterceptor.class.getName());
    conf.set("fs.s3a.audit.execution.interceptors", "org.example." + "AccessGrantsInterceptor2");
    assertRefused(conf, "fs.s3a.audit.execution.interceptors");
  }

  @Test
  void the_interceptor_without_the_provider_is_refused() {
    Configuration conf = lake.plain(ALICE);
    conf.set("fs.s3a.audit.execution.interceptors", AccessGrantsInterceptor.class.getName());
    assertRefused(
        conf, "fs.s3a.aws.credentials.provider", AccessGrantsCredentialsProvider.class.getName());
  }

  @Test
  void the_integration_of_s3a_itself_is_refused_beside_this_one() {
    Configuration conf = lake.grants(ALICE);
    conf.setBoolean("fs.s3a.access.grants.enabled", true);
    assertRefused(conf, "fs.s3a.access.grants.enabled", "Allowed: false");
    conf.unset("fs.s3a.access.grants.enabled");
    conf.setBoolean("fs.s3a.bucket.lake.access.grants.enabled", true);
    assertRefused(conf, "fs.s3a.bucket.lake.access.grants.enabled is true", "Allowed: false");
  }

  /** The message names the bucket's key if the value is the bucket's, otherwise the general key. */
  @Test
  void the_key_is_named_as_it_was_set() {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants.duration", "14m");
    assertRefused(conf, "Invalid value of fs.s3a.accessgrants.duration: \"14m\"");
    conf.set("fs.s3a.bucket.lake.accessgrants.duration", "14m");
    assertRefused(conf, "Invalid value of fs.s3a.bucket.lake.accessgrants.duration: \"14m\"");
    conf.unset("fs.s3a.bucket.lake.accessgrants.duration");
    conf.set("fs.s3a.bucket.other.accessgrants.duration", "14m");
    assertRefused(conf, "Invalid value of fs.s3a.accessgrants.duration: \"14m\"");
  }

  @Test
  void so_are_those_of_s3a() {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.bucket.lake.endpoint", "ht tp://elsewhere");
    assertRefused(conf, "Invalid value of fs.s3a.bucket.lake.endpoint: \"ht tp://elsewhere\"");
    conf = lake.grants(ALICE);
    conf.set("fs.s3a.bucket.lake.audit.execution.interceptors", "org.example.Interceptor");
    assertRefused(conf, "fs.s3a.bucket.lake.audit.execution.interceptors does not list");
    conf = lake.grants(ALICE);
    conf.set(
        "fs.s3a.bucket.lake.aws.credentials.provider",
        AccessGrantsCredentialsProvider.class.getName() + ",org.example.Other");
    assertRefused(conf, "fs.s3a.bucket.lake.aws.credentials.provider lists other providers");
    conf = lake.grants(ALICE);
    conf.set(
        "fs.s3a.bucket.lake.delegation.token.binding",
        "org.apache.hadoop.fs.s3a.auth.delegation.FullCredentialsTokenBinding");
    assertRefused(conf, "fs.s3a.bucket.lake.delegation.token.binding is \"org.apache");
  }

  @Test
  void what_is_allowed_starts() {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants.duration", "15m");
    conf.set("fs.s3a.accessgrants.privilege", " Minimal ");
    conf.set("fs.s3a.accessgrants.account.id", TestPrincipals.ACCOUNT);
    conf.set("fs.s3a.accessgrants.denied.ttl", "0");
    conf.set("fs.s3a.accessgrants.cache.size", "1");
    conf.set("fs.s3a.accessgrants.region", "us-gov-west-1");
    assertStarts(conf);
    conf.set("fs.s3a.accessgrants.duration", "12h");
    conf.set("fs.s3a.audit.execution.interceptors", " " + AccessGrantsInterceptor.class.getName());
    assertStarts(conf);
  }

  @ParameterizedTest
  @CsvSource({
    ", eu-west-3, eu-west-3",
    "s3.eu-west-3.amazonaws.com, , eu-west-3",
    "https://s3-eu-west-3.amazonaws.com/, , eu-west-3",
    "s3-fips.us-gov-west-1.amazonaws.com, , us-gov-west-1",
    "s3.cn-north-1.amazonaws.com.cn, , cn-north-1",
    "s3.amazonaws.com, , ",
    "store.example.com, , ",
  })
  void the_region_is_that_of_s3a(String endpoint, String region, String expected)
      throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.endpoint", endpoint == null ? "" : endpoint);
    conf.set("fs.s3a.endpoint.region", region == null ? "" : region);
    assertThat(AccessGrantsConfig.read(conf).service().region().orElse(null)).isEqualTo(expected);
    conf.set("fs.s3a.accessgrants.region", "ap-south-1");
    assertThat(AccessGrantsConfig.read(conf).service().region()).contains("ap-south-1");
  }

  @ParameterizedTest
  @CsvSource({
    "'', true, ",
    "s3.amazonaws.com, true, ",
    "s3.eu-west-3.amazonaws.com, true, https://s3.eu-west-3.amazonaws.com",
    "https://s3.cn-north-1.amazonaws.com.cn, true, https://s3.cn-north-1.amazonaws.com.cn",
    "store.example.com:9000, true, https://store.example.com:9000",
    "store.example.com:9000, false, http://store.example.com:9000",
    "http://store.example.com, true, http://store.example.com",
    "https://store.example.com/path, false, https://store.example.com/path",
  })
  void the_endpoint_that_s3a_goes_to_is_asked_for_regions(
      String endpoint, boolean tls, String expected) throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.endpoint", endpoint);
    conf.setBoolean("fs.s3a.connection.ssl.enabled", tls);
    assertThat(AccessGrantsConfig.read(conf).service().s3Endpoint())
        .isEqualTo(Optional.ofNullable(expected).map(URI::create));
  }

  @Test
  void what_is_set_is_read() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants.account.id", "444455556666");
    conf.set("fs.s3a.accessgrants.directory.probes", "FALSE");
    conf.set("fs.s3a.accessgrants.fallback", "True");
    conf.set("fs.s3a.accessgrants.cache.size", "1000000");
    conf.set("fs.s3a.accessgrants.denied.ttl", "1h");
    conf.set("fs.s3a.accessgrants.privilege", "Minimal");
    conf.set("fs.s3a.accessgrants.duration", "900");
    AccessGrantsConfig config = AccessGrantsConfig.read(conf);
    assertThat(config.fallback()).isTrue();
    assertThat(config.directoryProbes()).isFalse();
    assertThat(config.cacheSize()).isEqualTo(1_000_000);
    assertThat(config.deniedTtl()).isEqualTo(Duration.ofHours(1));
    assertThat(config.service().accountId()).contains("444455556666");
    assertThat(config.service().privilege()).isEqualTo(Privilege.MINIMAL);
    assertThat(config.service().duration()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.service().endpoint()).contains(lake.emulator.endpoints().s3Control());
    assertThat(config.service().stsEndpoint()).contains(lake.emulator.endpoints().sts());
    assertThat(config.service().user())
        .isEqualTo(UserGroupInformation.getCurrentUser().getUserName());
  }

  /** A base credentials provider that counts open instances. */
  public static final class Closing implements AwsCredentialsProvider, Closeable {
    static final AtomicInteger OPEN = new AtomicInteger();

    public Closing() {
      OPEN.incrementAndGet();
    }

    @Override
    public AwsCredentials resolveCredentials() {
      return EmulatorClients.awsCredentials(ALICE);
    }

    @Override
    public void close() {
      OPEN.decrementAndGet();
    }
  }

  @Test
  void the_callers_own_provider_is_closed_with_the_librarys() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants.credentials.provider", Closing.class.getName());
    int before = Closing.OPEN.get();
    AccessGrantsCredentialsProvider provider = S3AFixture.provider(conf);
    assertThat(Closing.OPEN.get()).isEqualTo(before + 1);
    provider.close();
    assertThat(Closing.OPEN.get()).isEqualTo(before);
  }

  @Test
  void an_interceptor_before_its_provider_is_refused() {
    AccessGrantsInterceptor interceptor = new AccessGrantsInterceptor();
    Configuration conf = lake.grants(ALICE);
    assertThat(assertThrows(IllegalStateException.class, () -> interceptor.setConf(conf)))
        .hasMessageContaining("No AccessGrantsCredentialsProvider was made");
    assertThat(interceptor.getConf()).isSameAs(conf);
  }

  @Test
  void defaults_are_those_of_the_table() throws IOException {
    AccessGrantsConfig config = AccessGrantsConfig.read(lake.grants(ALICE));
    assertThat(config.fallback()).isFalse();
    assertThat(config.cacheSize()).isEqualTo(30_000);
    assertThat(config.deniedTtl()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.directoryProbes()).isTrue();
    assertThat(config.service().duration()).isEqualTo(Duration.ofHours(1));
    assertThat(config.service().privilege().apiName()).isEqualTo("Default");
  }

  @Test
  void a_binding_of_delegation_tokens_that_is_not_this_librarys_is_refused() throws IOException {
    Configuration conf = lake.grants(ALICE);
    String session = "org.apache.hadoop.fs.s3a.auth.delegation.SessionTokenBinding";
    conf.set("fs.s3a.delegation.token.binding", session);
    assertThat(assertThrows(IOException.class, () -> AccessGrantsConfig.read(conf)))
        .hasMessageContaining("fs.s3a.delegation.token.binding is \"" + session)
        .hasMessageContaining("fs.s3a.accessgrants.delegation.token.binding=" + session);
    conf.set("fs.s3a.delegation.token.binding", AccessGrantsTokenBinding.class.getName());
    assertThat(AccessGrantsConfig.read(conf).fallback()).isFalse();
  }

  @Test
  void a_bucket_that_can_have_no_grant_is_refused_without_fallback() throws IOException {
    Configuration conf = lake.grants(ALICE);
    URI alias = URI.create("s3a://p-metadata1234567890abcdefghij-s3alias/");
    assertThat(assertThrows(IOException.class, () -> AccessGrantsConfig.read(alias, conf)))
        .hasMessageContaining("is an access point")
        .hasMessageContaining("fs.s3a.accessgrants.fallback=true");
    URI lakes = URI.create("s3a://lake/");
    assertThat(AccessGrantsConfig.read(lakes, conf).fallback()).isFalse();
    assertThat(AccessGrantsConfig.read(null, conf).fallback()).isFalse();
    conf.set(
        "fs.s3a.bucket.lake.accesspoint.arn", "arn:aws:s3:us-east-1:111122223333:accesspoint/p");
    assertThat(assertThrows(IOException.class, () -> AccessGrantsConfig.read(lakes, conf)))
        .hasMessageStartingWith("fs.s3a.bucket.lake.accesspoint.arn is set. ");
    conf.setBoolean("fs.s3a.accessgrants.fallback", true);
    assertThat(AccessGrantsConfig.read(lakes, conf).fallback()).isTrue();
    assertThat(AccessGrantsConfig.read(alias, conf).fallback()).isTrue();
  }

  private static void assertStarts(Configuration conf) {
    org.junit.jupiter.api.Assertions.assertDoesNotThrow(() -> lake.open(conf).close());
  }

  private static void assertRefused(Configuration conf, String... parts) {
    assertThat(refusal(conf)).contains(parts);
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
  }

  private static String refusal(Configuration conf) {
    Exception e = assertThrows(Exception.class, () -> closed(lake.open(conf)));
    StringBuilder messages = new StringBuilder();
    for (Throwable t = e; t != null; t = t.getCause()) {
      messages.append(t.getMessage()).append('\n');
    }
    return messages.toString();
  }

  private static void closed(S3AFileSystem fs) throws IOException {
    fs.close();
  }
}
