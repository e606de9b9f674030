package io.github.s3agrants.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The settings for S3A. A real file system is opened with them where the library is built. */
final class HadoopConfigurationTest {
  @Test
  void names_the_endpoints_the_region_and_the_callers_keys() throws IOException {
    try (AccessGrantsEmulator emulator =
        AccessGrantsEmulator.builder()
            .region("eu-central-1")
            .principal(TestPrincipals.ALICE)
            .principal(TestPrincipals.BOB.withSessionToken("bobs-token"))
            .start()) {
      Map<String, String> alice = emulator.hadoopConfiguration("alice");
      assertThat(alice)
          .containsEntry("fs.s3a.endpoint", emulator.endpoints().s3().toString())
          .containsEntry("fs.s3a.endpoint.region", "eu-central-1")
          .containsEntry(
              "fs.s3a.accessgrants.endpoint", emulator.endpoints().s3Control().toString())
          .containsEntry("fs.s3a.access.key", TestPrincipals.ALICE.accessKey())
          .containsEntry("fs.s3a.secret.key", TestPrincipals.ALICE.secretKey())
          .containsEntry(
              "fs.s3a.accessgrants.credentials.provider",
              "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider")
          .doesNotContainKey("fs.s3a.session.token");
      assertThat(emulator.hadoopConfiguration("bob"))
          .containsEntry("fs.s3a.session.token", "bobs-token")
          .containsEntry(
              "fs.s3a.accessgrants.credentials.provider",
              "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> emulator.hadoopConfiguration("carol"))
          .withMessage("carol: no such principal; there are alice, bob");
    }
  }
}
