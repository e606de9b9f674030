package io.github.s3agrants.flink;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static io.github.s3agrants.testkit.TestPrincipals.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Iterator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.core.security.token.DelegationTokenReceiver;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Flink's settings reach the library, and what is refused. */
class FlinkSettingsIT {
  private static final String PROVIDER =
      "io.github.s3agrants.hadoop33.AccessGrantsV1CredentialsProvider";
  private static final String TOKENS =
      "org.apache.flink.fs.s3.common.token.DynamicTemporaryAWSCredentialsProvider";

  private static FlinkLake lakeOf(Principal who) throws IOException {
    return FlinkLake.start(
        FlinkLake.grant(who, Permission.READWRITE, "lake/mine/*", "other/mine/*"));
  }

  @Test
  void the_configuration_to_copy_has_no_secret_and_no_endpoint() {
    Configuration conf =
        GlobalConfiguration.loadConfiguration(System.getProperty("conf.directory"));
    assertThat(conf.toMap())
        .containsOnlyKeys(
            "s3.aws.credentials.provider",
            "s3.custom.signers",
            "s3.s3.signing-algorithm",
            "s3.audit.enabled",
            "s3.directory.marker.retention",
            "s3.accessgrants.fallback")
        .containsEntry("s3.aws.credentials.provider", PROVIDER)
        .containsEntry("s3.accessgrants.fallback", "false");
  }

  @ParameterizedTest
  @CsvSource({
    "s3.s3.signing-algorithm, fs.s3a.s3.signing-algorithm is \"\"",
    "s3.custom.signers, fs.s3a.custom.signers is \"\"",
    "s3.audit.enabled, fs.s3a.audit.enabled is not set",
  })
  void without_one_of_the_keys_the_file_system_refuses_to_start(String key, String message)
      throws Exception {
    try (FlinkLake lake = lakeOf(ALICE)) {
      Configuration conf = lake.configuration(ALICE);
      conf.removeKey(key);
      assertThatThrownBy(() -> lake.open(conf)).hasStackTraceContaining(message);
      assertThat(lake.emulator.journal().isEmpty()).isTrue();
    }
  }

  @Test
  void a_bucket_has_settings_of_its_own() throws Exception {
    try (FlinkLake lake = lakeOf(ALICE)) {
      Configuration conf = lake.configuration(BOB);
      conf.setString("s3.bucket.other.access.key", ALICE.accessKey());
      conf.setString("s3.bucket.other.secret.key", ALICE.secretKey());
      FileSystem lakes = lake.open(conf);
      assertThatThrownBy(() -> FlinkLake.write(lakes, "s3://lake/mine/a", "x"))
          .hasMessageContaining("S3 Access Grants gave no credentials");
      FlinkLake.write(lake.get("s3://other/"), "s3://other/mine/a", "x");
      assertThat(lake.vends()).last().isEqualTo("READWRITE s3://other/mine/*");
      assertThat(lake.notSignedByVended()).isEmpty();
    }
  }

  @Test
  void a_key_that_does_not_exist_is_refused() throws Exception {
    try (FlinkLake lake = lakeOf(ALICE)) {
      Configuration conf = lake.configuration(ALICE);
      conf.setString("s3.accessgrants.fallbak", "true");
      assertThatThrownBy(() -> lake.open(conf))
          .hasStackTraceContaining("fs.s3a.accessgrants.fallbak");
    }
  }

  /** YAML takes it for a number, and a number has no leading zero. */
  @Test
  void an_account_with_a_leading_zero_needs_quotes(@TempDir java.nio.file.Path folder)
      throws Exception {
    try (FlinkLake lake = lakeOf(ALICE)) {
      Files.writeString(
          folder.resolve("config.yaml"), "s3.accessgrants.account.id: 012345678901\n");
      Configuration bare = lake.configuration(ALICE);
      bare.addAll(GlobalConfiguration.loadConfiguration(folder.toString()));
      assertThatThrownBy(() -> lake.open(bare))
          .hasStackTraceContaining("fs.s3a.accessgrants.account.id");

      Files.writeString(
          folder.resolve("config.yaml"), "s3.accessgrants.account.id: '012345678901'\n");
      Configuration quoted = lake.configuration(ALICE);
      quoted.addAll(GlobalConfiguration.loadConfiguration(folder.toString()));
      assertThat(lake.open(quoted)).isNotNull();
    }
  }

  @Test
  void s5cmd_which_would_go_past_the_library_is_refused() throws Exception {
    try (FlinkLake lake = lakeOf(ALICE)) {
      Configuration conf = lake.configuration(ALICE);
      conf.setString("s3.s5cmd.path", "/usr/bin/s5cmd");
      assertThatThrownBy(() -> lake.open(conf))
          .hasStackTraceContaining(
              "fs.s3a.s5cmd.path (s3.s5cmd.path in Flink) is \"/usr/bin/s5cmd\"")
          .hasStackTraceContaining("Allowed: not set.");
      assertThat(lake.emulator.journal().isEmpty()).isTrue();
    }
  }

  @Test
  void another_provider_beside_the_library_is_refused() throws Exception {
    try (FlinkLake lake = lakeOf(ALICE)) {
      Configuration conf = lake.configuration(ALICE);
      conf.setString(
          "s3.aws.credentials.provider",
          PROVIDER + ",org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
      assertThatThrownBy(() -> lake.open(conf))
          .hasStackTraceContaining("lists other providers beside " + PROVIDER);
      assertThat(lake.emulator.journal().isEmpty()).isTrue();
    }
  }

  @Test
  void delegation_tokens_of_flink_that_come_first_are_refused() throws Exception {
    try (FlinkLake lake = FlinkLake.start(builder -> builder.principal(SESSION))) {
      Configuration conf = lake.configuration(ALICE);
      obtainTokens(lake.load(conf), SESSION);
      assertThatThrownBy(() -> lake.get("s3://lake/"))
          .hasStackTraceContaining("Flink has obtained delegation tokens for S3")
          .hasStackTraceContaining("security.delegation.token.provider.s3-hadoop.enabled")
          .satisfies(e -> assertThat(e).hasStackTraceContaining(PROVIDER + "," + TOKENS));
      assertThat(lake.emulator.journal().isEmpty()).isTrue();
    }
  }

  /** Tokens that came too late to be refused at the start: the signer does not know them. */
  @Test
  void delegation_tokens_that_come_after_the_file_system_never_sign() throws Exception {
    try (FlinkLake lake =
        FlinkLake.start(
            FlinkLake.grant(ALICE, Permission.READWRITE, "lake/mine/*")
                .andThen(
                    builder ->
                        builder.principal(SESSION.withS3("s3://lake/*", Permission.READWRITE))))) {
      PluginManager plugins = lake.load(lake.configuration(ALICE));
      FileSystem fs = lake.get("s3://lake/");
      obtainTokens(plugins, SESSION);
      assertThatThrownBy(() -> FlinkLake.write(fs, "s3://lake/mine/a", "x"))
          .hasMessageContaining("does not get its credentials from");
      assertThat(lake.s3Calls().isEmpty()).isTrue();
    }
  }

  @Test
  void delegation_tokens_of_flink_can_be_the_base_credentials() throws Exception {
    Principal renewed =
        Principal.of("renewed", "ASIAEMULATORRENEWED1", "renewed-secret", SESSION.arn())
            .withSessionToken("renewed-token");
    try (FlinkLake lake =
        FlinkLake.start(
            builder ->
                FlinkLake.grant(SESSION, Permission.READWRITE, "lake/mine/*")
                    .accept(builder.principal(SESSION).principal(renewed)))) {
      Configuration conf = lake.configuration(BOB);
      conf.removeKey("s3.access-key");
      conf.removeKey("s3.secret-key");
      conf.setString("s3.aws.credentials.provider", PROVIDER + "," + TOKENS);
      conf.setString("s3.accessgrants.credentials.provider", TOKENS);
      PluginManager plugins = lake.load(conf);
      obtainTokens(plugins, SESSION);
      FileSystem fs = lake.get("s3://lake/");
      FlinkLake.write(fs, "s3://lake/mine/a", "x");
      // Flink obtains others before these end.
      obtainTokens(plugins, renewed);
      assertThat(FlinkLake.read(fs, "s3://lake/mine/a")).isEqualTo("x");
      assertThat(lake.notSignedByVended()).isEmpty();
      assertThat(lake.vends()).containsExactly("READWRITE s3://lake/mine/*");
    }
  }

  /** Does what a TaskManager does with the tokens that its JobManager has obtained. */
  private static void obtainTokens(PluginManager plugins, Principal who) throws Exception {
    Iterator<DelegationTokenReceiver> receivers = plugins.load(DelegationTokenReceiver.class);
    int received = 0;
    while (receivers.hasNext()) {
      DelegationTokenReceiver receiver = receivers.next();
      if (receiver.serviceName().equals("s3-hadoop")) {
        Class<?> type =
            receiver
                .getClass()
                .getClassLoader()
                .loadClass("com.amazonaws.services.securitytoken.model.Credentials");
        Object tokens = type.getConstructor().newInstance();
        type.getMethod("setAccessKeyId", String.class).invoke(tokens, who.accessKey());
        type.getMethod("setSecretAccessKey", String.class).invoke(tokens, who.secretKey());
        type.getMethod("setSessionToken", String.class).invoke(tokens, who.sessionToken());
        receiver.onNewTokensObtained(InstantiationUtil.serializeObject(tokens));
        received++;
      }
    }
    assertThat(received).isEqualTo(1);
  }
}
