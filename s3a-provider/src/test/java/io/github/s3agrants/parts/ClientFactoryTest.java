package io.github.s3agrants.parts;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsClientFactory;
import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsTokenBinding;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testing.CapturedLog;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.DefaultS3ClientFactory;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which factory makes S3A's clients. */
@Tag("lists-caller-grants") // the SDK of Hadoop 3.4.0 and 3.4.1 cannot
class ClientFactoryTest {
  private static final String KEY = "fs.s3a.s3.client.factory.impl";
  private static final String OURS = AccessGrantsClientFactory.class.getName();
  private static final String WARNING = "not answered in parts";

  /** A factory that a user has written. */
  public static final class OfUser extends DefaultS3ClientFactory {}

  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/p/t/day=1/*"));
    lake.upload("/p/t/day=1/f", "x");
  }

  @AfterEach
  void nothingWasSignedByBase() throws IOException {
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    lake.close();
  }

  private static boolean hasParts(S3AFileSystem fs) {
    return fs.getS3AInternals().getAmazonS3Client("test") instanceof PartsClient;
  }

  @Test
  void s3as_default_is_replaced_and_the_users_configuration_is_left_alone() throws IOException {
    for (String set : new String[] {"", " ", DefaultS3ClientFactory.class.getName(), OURS}) {
      Configuration conf = lake.grants(ALICE);
      if (!set.isEmpty()) {
        conf.set(KEY, set);
      }
      try (CapturedLog log = new CapturedLog();
          S3AFileSystem fs = lake.open(conf)) {
        assertThat(fs.exists(new Path("/p/t"))).isTrue();
        assertThat(fs.getConf().get(KEY)).isEqualTo(OURS);
        assertThat(hasParts(fs)).isTrue();
        assertThat(log.text()).doesNotContain(WARNING);
        // S3A has no list of capabilities that a library could add to.
        assertThat(fs.hasPathCapability(new Path("/"), "fs.s3a.accessgrants")).isFalse();
      }
      assertThat(conf.get(KEY, "")).isEqualTo(set);
    }
  }

  @Test
  void a_file_system_may_be_opened_with_the_configuration_of_another() throws IOException {
    try (CapturedLog log = new CapturedLog();
        S3AFileSystem first = lake.open(ALICE);
        S3AFileSystem second = lake.open(first.getConf())) {
      assertThat(hasParts(second)).isTrue();
      assertThat(second.exists(new Path("/p"))).isTrue();
      assertThat(log.text()).doesNotContain(WARNING);
    }
  }

  @Test
  void the_users_own_stays_with_a_warning() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set(KEY, OfUser.class.getName());
    try (CapturedLog log = new CapturedLog();
        S3AFileSystem fs = lake.open(conf)) {
      assertThat(fs.getConf().get(KEY)).isEqualTo(OfUser.class.getName());
      assertThat(hasParts(fs)).isFalse();
      assertThat(fs.exists(new Path("/p/t"))).isFalse();
      assertThat(fs.exists(new Path("/p/t/day=1/f"))).isTrue();
      assertThrows(AccessDeniedException.class, () -> fs.listStatus(new Path("/p/t")));
      assertThat(log.text()).contains(KEY + " is " + OfUser.class.getName()).contains(WARNING);
    }
  }

  @Test
  void under_delegation_tokens_it_is_the_same() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.delegation.token.binding", AccessGrantsTokenBinding.class.getName());
    conf.set(
        "fs.s3a.accessgrants.delegation.token.binding",
        "org.apache.hadoop.fs.s3a.auth.delegation.FullCredentialsTokenBinding");
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(hasParts(fs)).isTrue();
      assertThat(fs.exists(new Path("/p/t"))).isTrue();
    }
  }

  /** S3A would fail to start if it could not load the class, or would load another copy of it. */
  @Test
  void a_class_that_s3a_would_not_find_is_not_set() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.setClassLoader(ClassLoader.getPlatformClassLoader());
    try (AccessGrantsCredentialsProvider provider = S3AFixture.provider(conf)) {
      assertThat(provider).isNotNull();
      assertThat(conf.get(KEY, "")).isEmpty();
    }
    Configuration shared = lake.grants(ALICE);
    try (AccessGrantsCredentialsProvider provider = S3AFixture.provider(shared)) {
      assertThat(provider).isNotNull();
      assertThat(shared.get(KEY)).isEqualTo(OURS);
    }
  }
}
