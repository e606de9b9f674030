package io.github.s3agrants.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.credentials.NetworkSettings;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of S3A's network settings the library's own clients use. */
class S3aNetworkTest {
  @Test
  void the_rest_is_as_s3a_reads_it() throws IOException {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.ssl.channel.mode", "none-such");
    NetworkSettings network = S3aNetwork.read(conf);
    assertThat(
            assertThrows(
                IllegalArgumentException.class, () -> S3aHttpClients.create(network, 1).close()))
        .hasMessageContaining("fs.s3a.ssl.channel.mode");
    conf.set("fs.s3a.ssl.channel.mode", "default_jsse_with_gcm");
    conf.set("fs.s3a.proxy.host", "proxy.test");
    conf.set("fs.s3a.proxy.ssl.enabled", "true");
    assertThat(S3aNetwork.read(conf).proxy()).contains(URI.create("https://proxy.test:443"));
    conf.set("fs.s3a.proxy.domain", "domain");
    conf.set("fs.s3a.proxy.workstation", "station");
    S3aHttpClients.create(S3aNetwork.read(conf), 1).close();
    conf.unset("fs.s3a.proxy.ssl.enabled");
    assertThat(S3aNetwork.read(conf).proxy()).contains(URI.create("http://proxy.test:80"));
  }

  /** The library's own timeouts are short. The SDK has its own meaning for 0 and less. */
  @ParameterizedTest
  @CsvSource({"2s, 2000", "1000, 1000", "30s, ", "5s, ", "999, ", "0, ", "-1, "})
  void a_shorter_timeout_is_taken_a_longer_is_not(String set, String taken) throws IOException {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.connection.establish.timeout", set);
    assertEquals(taken, S3aNetwork.read(conf).options().get("fs.s3a.connection.establish.timeout"));
  }

  @Test
  void a_password_is_shown_to_nobody_and_keeps_settings_apart() throws IOException {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.proxy.host", "proxy.test");
    conf.set("fs.s3a.proxy.username", "user");
    conf.set("fs.s3a.proxy.password", "pass-word");
    NetworkSettings one = S3aNetwork.read(conf);
    assertThat(one).hasToString("through the proxy http://proxy.test:80");
    assertThat(one).isEqualTo(S3aNetwork.read(conf));
    conf.set("fs.s3a.proxy.password", "another");
    assertThat(one).isNotEqualTo(S3aNetwork.read(conf));
  }
}
