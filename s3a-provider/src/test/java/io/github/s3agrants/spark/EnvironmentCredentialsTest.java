package io.github.s3agrants.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Spark copied from the driver's environment does not go to executors. */
class EnvironmentCredentialsTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "AWS_ACCESS_KEY_ID", "key",
          "AWS_SECRET_ACCESS_KEY", "secret",
          "AWS_SESSION_TOKEN", "token");

  private final Configuration conf = new Configuration(false);

  @BeforeEach
  void copyAsSparkDoes() {
    conf.set("fs.s3a.access.key", "key");
    conf.set("fs.s3n.awsAccessKeyId", "key");
    conf.set("fs.s3a.secret.key", "secret");
    conf.set("fs.s3.awsSecretAccessKey", "secret");
    conf.set("fs.s3a.session.token", "token");
  }

  @Test
  void copies_are_removed() {
    EnvironmentCredentials.removeCopies(conf, ENVIRONMENT);

    assertThat(conf).isEmpty();
  }

  @Test
  void what_the_user_has_set_stays() {
    conf.set("fs.s3a.access.key", "another key");
    conf.set("fs.s3a.secret.key", "another secret");

    EnvironmentCredentials.removeCopies(conf, ENVIRONMENT);

    assertThat(conf)
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("fs.s3a.access.key", "fs.s3a.secret.key");
  }

  @Test
  void all_stays_if_the_environment_has_none() {
    EnvironmentCredentials.removeCopies(conf, Map.of());

    assertThat(conf).hasSize(5);
  }

  @Test
  void copies_stay_if_the_driver_has_no_other_place_to_look() {
    conf.set(
        "fs.s3a.bucket.lake.accessgrants.credentials.provider",
        "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider");

    EnvironmentCredentials.removeCopies(conf, ENVIRONMENT);

    assertThat(conf).hasSize(6);
  }
}
