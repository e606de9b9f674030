package io.github.s3agrants.network;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.MissingKey;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S3A and the library on a network where only a proxy can resolve the services' host names. */
class ProxiesTest {
  private static final String GLOBAL = "fs.s3a.";
  private static final List<String> ALL = List.of("control.test", "storage.test", "sts.test");

  private static S3AFixture lake;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*", "other/alice/*")
                  .accept(builder);
              builder.missingKey(MissingKey.FORBIDDEN);
            });
    lake.upload("/alice/f", "text");
    Configuration other = lake.plain(TestPrincipals.ADMIN);
    try (FileSystem fs = FileSystem.newInstance(URI.create("s3a://other/"), other)) {
      S3AFixture.write(fs, "/alice/f", "other text");
    }
  }

  @AfterAll
  static void stop() throws IOException {
    lake.close();
  }

  private static Configuration named() {
    return ForwardingProxy.named(lake.grants(ALICE));
  }

  private static ForwardingProxy proxy() throws IOException {
    return new ForwardingProxy(ForwardingProxy.hostsOf(lake));
  }

  private static void assertReads(Configuration conf) throws IOException {
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
    }
  }

  @Test
  void every_client_goes_through_it() throws IOException {
    try (ForwardingProxy proxy = proxy()) {
      Configuration conf = proxy.usedBy(named(), GLOBAL);
      conf.unset("fs.s3a.endpoint.region");
      try (S3AFileSystem fs = lake.open(conf)) {
        assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
        assertThrows(FileNotFoundException.class, () -> fs.open(path("/alice/none")).read());
      }
      assertThat(proxy.requests())
          .as("the bucket's Region")
          .contains("HEAD storage.test /lake")
          .as("STS")
          .contains("POST sts.test /")
          .as("S3 Control")
          .anyMatch(line -> line.startsWith("GET control.test /v20180820/accessgrantsinstance/"))
          .as("missing keys")
          .anyMatch(line -> line.contains("list-type=2&max-keys=1&prefix=alice%2Fnone"))
          .as("S3A")
          .anyMatch(line -> line.endsWith("storage.test /lake/alice/f"));
      assertThat(proxy.hosts()).containsExactlyElementsOf(ALL);
    }
  }

  private static org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(name);
  }

  @Test
  void with_user_and_password() throws IOException {
    try (ForwardingProxy proxy =
        ForwardingProxy.with("user", "pass-word", ForwardingProxy.hostsOf(lake))) {
      Configuration conf = proxy.usedBy(named(), GLOBAL);
      conf.set("fs.s3a.proxy.username", "user");
      conf.set("fs.s3a.proxy.password", "pass-word");
      assertReads(conf);
      assertThat(proxy.hosts()).containsExactlyElementsOf(ALL);
    }
  }

  /** S3A looks up passwords by bucket, but does not pass the bucket's name to the interceptor. */
  @Test
  void with_the_buckets_own_password_from_a_credential_store() throws IOException {
    try (ForwardingProxy proxy =
        ForwardingProxy.with("user", "pass-word", ForwardingProxy.hostsOf(lake))) {
      Configuration conf = proxy.usedBy(named(), GLOBAL);
      conf.set(
          "hadoop.security.credential.provider.path",
          "localjceks://file" + directory.resolve("store.jceks"));
      CredentialProvider store = CredentialProviderFactory.getProviders(conf).get(0);
      store.createCredentialEntry("fs.s3a.bucket.lake.proxy.username", "user".toCharArray());
      store.createCredentialEntry("fs.s3a.bucket.lake.proxy.password", "pass-word".toCharArray());
      store.flush();
      assertReads(conf);
      assertThat(proxy.hosts()).containsExactlyElementsOf(ALL);
    }
  }

  @Test
  void a_wrong_password_is_told_and_not_shown() throws IOException {
    try (ForwardingProxy proxy =
        ForwardingProxy.with("user", "pass-word", ForwardingProxy.hostsOf(lake))) {
      Configuration conf = proxy.usedBy(named(), GLOBAL);
      conf.set("fs.s3a.proxy.username", "user");
      conf.set("fs.s3a.proxy.password", "wrong-word");
      try (S3AFileSystem fs = lake.open(conf)) {
        IOException e = assertThrows(IOException.class, () -> S3AFixture.read(fs, "/alice/f"));
        assertThat(e).hasMessageContaining("407").hasStackTraceContaining("proxy");
        assertThat(stackTrace(e)).doesNotContain("wrong-word");
      }
      assertThat(proxy.requests()).isEmpty();
    }
  }

  private static String stackTrace(Throwable e) {
    java.io.StringWriter text = new java.io.StringWriter();
    e.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  @Test
  void a_proxy_of_each_bucket_in_one_jvm() throws IOException {
    try (ForwardingProxy one = proxy();
        ForwardingProxy two = proxy()) {
      Configuration conf = named();
      one.usedBy(conf, "fs.s3a.bucket.lake.");
      two.usedBy(conf, "fs.s3a.bucket.other.");
      try (FileSystem lakeFs = FileSystem.newInstance(URI.create("s3a://lake/"), conf);
          FileSystem otherFs = FileSystem.newInstance(URI.create("s3a://other/"), conf)) {
        assertThat(S3AFixture.read(lakeFs, "/alice/f")).isEqualTo("text");
        assertThat(one.hosts()).containsExactlyElementsOf(ALL);
        assertThat(two.requests()).isEmpty();
        one.forget();
        assertThat(S3AFixture.read(otherFs, "/alice/f")).isEqualTo("other text");
        assertThat(two.hosts()).containsExactlyElementsOf(ALL);
        assertThat(one.requests()).isEmpty();
      }
    }
  }

  @Test
  void the_user_agent_is_that_of_s3a() throws IOException {
    try (ForwardingProxy proxy = proxy()) {
      Configuration conf = proxy.usedBy(named(), GLOBAL);
      conf.set("fs.s3a.user.agent.prefix", "billing-17");
      assertReads(conf);
      assertThat(proxy.hosts()).containsExactlyElementsOf(ALL);
      assertThat(proxy.agents()).allMatch(agent -> agent.startsWith("billing-17"));
    }
  }

  /** The SDK reads the JVM's proxy settings, for S3A and for the library. */
  @Tag(S3AFixture.HADOOP_34)
  @Test
  void that_of_the_jvm_is_used_too() throws IOException {
    try (ForwardingProxy proxy = proxy()) {
      Map<String, String> properties =
          Map.of(
              "http.proxyHost", "127.0.0.1",
              "http.proxyPort", String.valueOf(proxy.port()),
              "http.nonProxyHosts", "nobody.test");
      properties.forEach(System::setProperty);
      try {
        assertReads(named());
      } finally {
        properties.keySet().forEach(System::clearProperty);
      }
      assertThat(proxy.hosts()).containsExactlyElementsOf(ALL);
    }
  }

  /**
   * Services without an endpoint setting are at AWS's default endpoints, also through the proxy.
   */
  @Tag(S3AFixture.HADOOP_34)
  @ParameterizedTest
  @CsvSource({
    ", us-east-2, false, , 111122223333.s3-control.us-east-2.amazonaws.com",
    ", us-east-2, true, , 111122223333.s3-control-fips.us-east-2.amazonaws.com",
    ", '', false, us-gov-west-1, 111122223333.s3-control.us-gov-west-1.amazonaws.com",
    "bucket.vpce-1a2b-3c.s3.eu-west-2.vpce.amazonaws.com, , false, ,"
        + " 111122223333.s3-control.eu-west-2.amazonaws.com",
    "s3-fips.dualstack.us-east-1.amazonaws.com, , false, ,"
        + " 111122223333.s3-control-fips.dualstack.us-east-1.amazonaws.com",
    ", , false, us-gov-west-1, lake.s3.amazonaws.com"
  })
  void so_are_the_hosts_of_aws(
      String endpoint, String region, String fips, String awsRegion, String host)
      throws IOException {
    try (ForwardingProxy proxy = proxy()) {
      Configuration conf = proxy.usedBy(lake.grants(ALICE), GLOBAL);
      conf.unset("fs.s3a.accessgrants.endpoint");
      conf.set("fs.s3a.accessgrants.account.id", TestPrincipals.ACCOUNT);
      conf.set("fs.s3a.endpoint.fips", fips);
      conf.unset("fs.s3a.path.style.access");
      set(conf, "fs.s3a.endpoint", endpoint);
      set(conf, "fs.s3a.endpoint.region", region);
      String before = System.getProperty("aws.region");
      System.setProperty("aws.region", awsRegion == null ? "ap-south-1" : awsRegion);
      try (S3AFileSystem fs = lake.open(conf)) {
        assertThrows(IOException.class, () -> S3AFixture.read(fs, "/alice/f"));
      } finally {
        if (before == null) {
          System.clearProperty("aws.region");
        } else {
          System.setProperty("aws.region", before);
        }
      }
      assertThat(proxy.hosts()).containsExactly(host);
    }
  }

  private static void set(Configuration conf, String key, String value) {
    if (value == null) {
      conf.unset(key);
    } else {
      conf.set(key, value);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "proxy.port=1; fs.s3a.proxy.port is set without fs.s3a.proxy.host",
        "proxy.host=h proxy.port=x; fs.s3a.proxy.port",
        "proxy.host=h proxy.username=me; fs.s3a.proxy.username or fs.s3a.proxy.password",
        "proxy.host=h proxy.password=pass-word; fs.s3a.proxy.username or fs.s3a.proxy.password",
        "proxy.host=me:pass-word@h; fs.s3a.proxy.host",
        "proxy.host=http://me:pass-word@h; fs.s3a.proxy.host",
      })
  void what_makes_no_sense_is_named_at_the_start(String set, String named) {
    Configuration conf = named();
    for (String pair : List.of(set.split(" ", -1))) {
      conf.set(
          GLOBAL + pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    IOException e = assertThrows(IOException.class, () -> lake.open(conf).close());
    assertThat(e).hasMessageContaining(named);
    assertThat(stackTrace(e)).doesNotContain("pass-word");
  }

  @ParameterizedTest
  @CsvSource({"proxy.port, x", "proxy.host, me@h"})
  void what_is_set_for_a_bucket_is_named_as_it_was_set(String key, String value) {
    Configuration conf = named();
    conf.set(GLOBAL + "proxy.host", "h");
    conf.set(GLOBAL + "bucket.lake." + key, value);
    IOException e = assertThrows(IOException.class, () -> lake.open(conf).close());
    assertThat(e).hasMessageContaining("Invalid value of fs.s3a.bucket.lake." + key);
  }
}
