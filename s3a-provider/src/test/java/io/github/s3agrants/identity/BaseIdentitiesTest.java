package io.github.s3agrants.identity;

import static io.github.s3agrants.fixture.SessionFixture.ROLE;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.SESSION;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsTokenBinding;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.fixture.SessionFixture;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Every source of base credentials that S3A supports, and the caller that each makes. */
class BaseIdentitiesTest {
  private static final String HADOOP = "org.apache.hadoop.fs.s3a.";
  private static final String SIMPLE = HADOOP + "SimpleAWSCredentialsProvider";
  private static final String TEMPORARY = HADOOP + "TemporaryAWSCredentialsProvider";
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = SessionFixture.start(Clock.systemUTC());
  }

  @AfterEach
  void nothingWasSignedWithBaseCredentials() throws IOException {
    SessionFixture.leadStsBack();
    assertThat(lake.emulator.journal().service(Service.S3).signer(SignerKind.BASE).entries())
        .isEmpty();
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
    lake.close();
  }

  @Tag(S3AFixture.HADOOP_34)
  @Test
  @Tag(S3AFixture.STS_OVER_HTTP)
  void an_assumed_role() throws IOException {
    assertWorksAs("monday@analyst", assuming("monday"));
    assertThat(lake.emulator.journal().count("AssumeRole")).isEqualTo(1);
  }

  @Tag(S3AFixture.HADOOP_34)
  @Test
  @Tag(S3AFixture.STS_OVER_HTTP)
  void each_session_is_a_caller_of_its_own_whatever_its_name() throws IOException {
    try (S3AFileSystem one = lake.open(assuming("monday"));
        S3AFileSystem again = lake.open(assuming("monday"));
        S3AFileSystem other = lake.open(assuming("tuesday"))) {
      for (S3AFileSystem fs : List.of(one, again, other)) {
        S3AFixture.write(fs, "/alice/f", "text");
      }
    }
    assertThat(lake.emulator.journal().count("AssumeRole")).isEqualTo(3);
    assertThat(lake.emulator.journal().count("GetCallerIdentity")).isEqualTo(3);
    // GetCallerIdentity returns the same for two sessions of one name, but they may have different
    // access.
    assertThat(vendsBy("monday@analyst")).isEqualTo(2);
    assertThat(vendsBy("tuesday@analyst")).isEqualTo(1);
  }

  @Tag(S3AFixture.HADOOP_34)
  @Test
  @Tag(S3AFixture.STS_OVER_HTTP)
  void a_role_that_does_not_trust_the_caller_fails_the_start() {
    Configuration conf = assuming("monday");
    conf.set("fs.s3a.assumed.role.arn", "arn:aws:iam::" + TestPrincipals.ACCOUNT + ":role/none");
    assertThat(assertThrows(IOException.class, () -> lake.open(conf).close()))
        .hasMessageContaining("sts:AssumeRole");
  }

  @Test
  @Tag("profile-provider") // S3A has one from Hadoop 3.4.2 on
  void a_profile(@TempDir Path folder) throws IOException {
    Path profiles =
        Files.writeString(
            folder.resolve("credentials"),
            String.format(
                "[lake]%naws_access_key_id=%s%naws_secret_access_key=%s%n",
                ALICE.accessKey(), ALICE.secretKey()));
    Configuration conf = withoutKeys(from(HADOOP + "auth.ProfileAWSCredentialsProvider"));
    conf.set("fs.s3a.auth.profile.file", profiles.toString());
    conf.set("fs.s3a.auth.profile.name", "lake");
    assertWorksAs(ALICE.name(), conf);
  }

  @Test
  void the_keys_of_the_configuration() throws IOException {
    assertWorksAs(ALICE.name(), from(SIMPLE));
  }

  @Test
  void a_session() throws IOException {
    assertWorksAs(SESSION.name(), ofSession(TEMPORARY));
  }

  @Test
  void the_first_of_several_that_has_credentials() throws IOException {
    assertWorksAs(ALICE.name(), from(TEMPORARY + ", " + SIMPLE));
    assertWorksAs(SESSION.name(), ofSession(TEMPORARY + "," + SIMPLE));
  }

  @Tag(S3AFixture.SDK_V2)
  @ParameterizedTest
  @ValueSource(classes = {OfUri.class, OfConfiguration.class, Created.class, OfNothing.class})
  void a_provider_of_ones_own_in_each_form_that_s3a_knows(Class<?> provider) throws IOException {
    assertWorksAs(ALICE.name(), from(provider.getName()));
  }

  @Test
  void anonymous_callers_are_refused_when_the_file_system_starts() {
    Configuration conf = from(SIMPLE + "," + HADOOP + "AnonymousAWSCredentialsProvider");
    assertThat(assertThrows(IOException.class, () -> lake.open(conf).close()))
        .hasMessageContaining("fs.s3a.accessgrants.credentials.provider")
        .hasMessageContaining("nor an anonymous one");
  }

  @Test
  void a_provider_without_credentials_is_named() throws IOException {
    assertRefused(withoutKeys(from(SIMPLE)), "SimpleAWSCredentialsProvider");
  }

  @Test
  void wrong_ones_are_named_by_where_they_come_from() throws IOException {
    String option = "fs.s3a.accessgrants.credentials.provider";
    assertSource(from(SIMPLE), "which come from " + SIMPLE + " (" + option + ").");
    assertSource(
        from(TEMPORARY + "," + SIMPLE), "which come from " + SIMPLE + " (" + option + ").");

    Configuration chain = lake.grants(ALICE);
    assertSource(
        chain,
        "which come from " + SIMPLE + " of S3A's default chain (" + option + " is not set).");

    Configuration ofBucket = lake.grants(ALICE);
    String bucketOption = "fs.s3a.bucket.lake.accessgrants.credentials.provider";
    ofBucket.set(bucketOption, SIMPLE);
    assertSource(ofBucket, "which come from " + SIMPLE + " (" + bucketOption + ").");
  }

  @Tag(S3AFixture.HADOOP_34)
  @Test
  void of_a_binding_of_tokens_the_binding_is_named() throws IOException {
    Configuration conf = lake.grants(ALICE);
    String full = HADOOP + "auth.delegation.FullCredentialsTokenBinding";
    conf.set("fs.s3a.delegation.token.binding", AccessGrantsTokenBinding.class.getName());
    conf.set("fs.s3a.accessgrants.delegation.token.binding", full);
    assertSource(conf, " (not from a delegation token; binding " + full + ").");
  }

  private void assertSource(Configuration conf, String source) throws IOException {
    conf.set("fs.s3a.secret.key", "not-the-secret");
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(
              assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/alice/f"))
                  .getMessage())
          .contains("SignatureDoesNotMatch")
          .contains("Check the caller's own credentials, which come from ")
          .contains(source)
          .doesNotContain("not-the-secret");
    }
  }

  private void assertWorksAs(String principal, Configuration conf) throws IOException {
    lake.emulator.resetJournal();
    try (S3AFileSystem fs = lake.open(conf)) {
      S3AFixture.write(fs, "/alice/f", "text");
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
    }
    assertThat(vendsBy(principal)).isPositive();
    assertThat(lake.emulator.journal().operation("GetDataAccess").entries())
        .extracting(JournalEntry::principal)
        .containsOnly(principal);
  }

  private void assertRefused(Configuration conf, String... parts) throws IOException {
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(
              assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/alice/f"))
                  .getMessage())
          .contains(parts);
    }
    assertThat(lake.emulator.journal().entries()).isEmpty();
  }

  private int vendsBy(String principal) {
    return lake.emulator.journal().principal(principal).count("GetDataAccess");
  }

  private Configuration from(String providers) {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants.credentials.provider", providers);
    return conf;
  }

  private Configuration ofSession(String providers) {
    Configuration conf = lake.grants(SESSION);
    conf.set("fs.s3a.accessgrants.credentials.provider", providers);
    conf.set("fs.s3a.session.token", requireNonNull(SESSION.sessionToken()));
    return conf;
  }

  private Configuration assuming(String session) {
    Configuration conf = from(HADOOP + "auth.AssumedRoleCredentialProvider");
    conf.set("fs.s3a.assumed.role.arn", ROLE);
    conf.set("fs.s3a.assumed.role.session.name", session);
    conf.set("fs.s3a.assumed.role.credentials.provider", SIMPLE);
    return conf;
  }

  private static Configuration withoutKeys(Configuration conf) {
    conf.unset("fs.s3a.access.key");
    conf.unset("fs.s3a.secret.key");
    return conf;
  }

  private static AwsCredentials alice() {
    return EmulatorClients.awsCredentials(ALICE);
  }

  /** Has the constructor with the file system's URI and the configuration. */
  public static final class OfUri implements AwsCredentialsProvider {
    public OfUri(URI uri, Configuration conf) {
      assertThat(uri.getHost() + conf.get("fs.s3a.access.key"))
          .isEqualTo("lake" + ALICE.accessKey());
    }

    @Override
    public AwsCredentials resolveCredentials() {
      return alice();
    }
  }

  /** Has the constructor with the configuration. */
  public static final class OfConfiguration implements AwsCredentialsProvider {
    public OfConfiguration(Configuration conf) {
      assertThat(conf.get("fs.s3a.access.key")).isEqualTo(ALICE.accessKey());
    }

    @Override
    public AwsCredentials resolveCredentials() {
      return alice();
    }
  }

  /** Has a static {@code create()} method, as the SDK's providers do. */
  public static final class Created implements AwsCredentialsProvider {
    private final AwsCredentials credentials;

    private Created(AwsCredentials credentials) {
      this.credentials = credentials;
    }

    public static AwsCredentialsProvider create() {
      return new Created(alice());
    }

    @Override
    public AwsCredentials resolveCredentials() {
      return credentials;
    }
  }

  /** Has the constructor without parameters. */
  public static final class OfNothing implements AwsCredentialsProvider {
    public OfNothing() {}

    @Override
    public AwsCredentials resolveCredentials() {
      return alice();
    }
  }
}
