package io.github.s3agrants.identity;

import static io.github.s3agrants.fixture.SessionFixture.ROLE;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.SESSION;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsTokenBinding;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.LibraryThreads;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.fixture.SessionFixture;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.testkit.MovingClock;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.auth.RoleModel;
import org.apache.hadoop.fs.s3a.auth.delegation.AbstractS3ATokenIdentifier;
import org.apache.hadoop.fs.s3a.auth.delegation.EncryptionSecrets;
import org.apache.hadoop.fs.s3a.auth.delegation.FullCredentialsTokenBinding;
import org.apache.hadoop.fs.s3a.auth.delegation.RoleTokenBinding;
import org.apache.hadoop.fs.s3a.auth.delegation.RoleTokenIdentifier;
import org.apache.hadoop.fs.s3a.auth.delegation.SessionTokenBinding;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * S3A's delegation tokens: issued where the base credentials are, used where they are not. They do
 * not need Kerberos.
 */
class DelegationTokensTest {
  /** S3A's role tokens without the session policy, which the emulator does not support. */
  public static final class RoleTokens extends RoleTokenBinding {
    static final Queue<String> POLICIES = new ConcurrentLinkedQueue<>();

    @Override
    public RoleTokenIdentifier createTokenIdentifier(
        Optional<RoleModel.Policy> policy, EncryptionSecrets secrets, Text renewer)
        throws IOException {
      POLICIES.add(new RoleModel().toJson(policy.orElseThrow()));
      return super.createTokenIdentifier(Optional.empty(), secrets, renewer);
    }
  }

  private final MovingClock clock = new MovingClock();
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = SessionFixture.start(clock);
  }

  @AfterEach
  void nothingIsLeftAndNothingWasSignedWithBaseCredentials() throws Exception {
    SessionFixture.leadStsBack();
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
    for (Thread thread : LibraryThreads.alive()) {
      thread.join(Duration.ofSeconds(10).toMillis());
    }
    assertThat(LibraryThreads.alive()).isEmpty();
    assertThat(lake.emulator.journal().service(Service.S3).signer(SignerKind.BASE).entries())
        .isEmpty();
    lake.close();
  }

  @Test
  @Tag(S3AFixture.STS_OVER_HTTP)
  void a_session_token_is_made_for_long_term_credentials() throws Exception {
    assertWorks(conf(ALICE, SessionTokenBinding.class), "Session");
    assertThat(lake.emulator.journal().count("GetSessionToken")).isEqualTo(1);
    assertThat(lake.vendsOf(ALICE)).hasSize(2);
  }

  @Test
  void a_session_is_passed_on() throws Exception {
    Configuration conf = conf(SESSION, SessionTokenBinding.class);
    conf.set(
        "fs.s3a.accessgrants.credentials.provider",
        "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider");
    conf.set("fs.s3a.session.token", requireNonNull(SESSION.sessionToken()));
    assertWorks(conf, "Session");
    assertThat(lake.vendsOf(SESSION)).hasSize(2);
  }

  @Test
  void full_credentials_are_those_of_the_configuration() throws Exception {
    assertWorks(conf(ALICE, FullCredentialsTokenBinding.class), "Full");
    assertThat(lake.vendsOf(ALICE)).hasSize(2);
  }

  @Test
  @Tag(S3AFixture.STS_OVER_HTTP)
  void a_role_token_may_ask_for_grants_and_reach_no_data() throws Exception {
    Configuration conf = conf(ALICE, RoleTokens.class);
    conf.set("fs.s3a.assumed.role.arn", ROLE);
    assertWorks(conf, "Role");
    assertThat(lake.emulator.journal().count("AssumeRole")).isEqualTo(1);
    assertThat(RoleTokens.POLICIES.remove())
        .contains(
            "\"s3:GetDataAccess\"",
            "\"s3:GetAccessGrantsInstanceForPrefix\"",
            "\"s3:ListCallerAccessGrants\"")
        .doesNotContain("s3:Get*", "s3:GetObject", "s3:PutObject", "s3:ListBucket", "kms:");
  }

  @Test
  @Tag(S3AFixture.STS_OVER_HTTP)
  void with_fallback_it_may_reach_the_data_too() throws Exception {
    Configuration conf = conf(ALICE, RoleTokens.class);
    conf.set("fs.s3a.assumed.role.arn", ROLE);
    conf.setBoolean("fs.s3a.accessgrants.fallback", true);
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(fs.getDelegationToken("yarn")).isNotNull();
    }
    assertThat(RoleTokens.POLICIES.remove())
        .contains("\"s3:GetDataAccess\"")
        .contains("arn:aws:s3:::lake");
  }

  @Test
  @Tag(S3AFixture.STS_OVER_HTTP)
  void a_token_that_has_ended_says_so() throws Exception {
    Configuration conf = conf(ALICE, SessionTokenBinding.class);
    Token<AbstractS3ATokenIdentifier> token;
    try (S3AFileSystem fs = lake.open(conf)) {
      token = fs.getDelegationToken("yarn");
    }
    clock.advance(Duration.ofHours(2));
    asWorker(
        token,
        conf,
        fs ->
            assertThat(
                    assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/alice/f"))
                        .getMessage())
                .contains("ExpiredToken"));
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        SessionTokenBinding.class,
        FullCredentialsTokenBinding.class,
        RoleTokenBinding.class
      })
  void the_bindings_of_s3a_alone_are_refused(Class<?> binding) {
    Configuration conf = conf(ALICE, binding);
    conf.set("fs.s3a.delegation.token.binding", binding.getName());
    assertThat(assertThrows(Exception.class, () -> lake.open(conf).close()))
        .hasStackTraceContaining("fs.s3a.delegation.token.binding is \"" + binding.getName())
        .hasStackTraceContaining(
            "Allowed: io.github.s3agrants.AccessGrantsTokenBinding, with"
                + " fs.s3a.accessgrants.delegation.token.binding="
                + binding.getName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.example.NoSuchBinding",
        "java.lang.String",
        "io.github.s3agrants.AccessGrantsTokenBinding"
      })
  void what_is_no_binding_is_refused_and_nothing_is_kept(String binding) {
    Configuration conf = conf(ALICE, SessionTokenBinding.class);
    conf.set("fs.s3a.accessgrants.delegation.token.binding", binding);
    assertThat(assertThrows(Exception.class, () -> lake.open(conf).close()))
        .hasStackTraceContaining(
            "Invalid value of fs.s3a.accessgrants.delegation.token.binding: \"" + binding);
  }

  private void assertWorks(Configuration conf, String kind) throws Exception {
    Token<AbstractS3ATokenIdentifier> token;
    try (S3AFileSystem fs = lake.open(conf)) {
      S3AFixture.write(fs, "/alice/f", "text");
      token = fs.getDelegationToken("yarn");
    }
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
    assertThat(token.getKind().toString()).isEqualTo("S3ADelegationToken/" + kind);
    asWorker(
        token,
        conf,
        fs -> {
          S3AFixture.write(fs, "/alice/g", "text");
          assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
        });
  }

  @FunctionalInterface
  private interface Work {
    void on(S3AFileSystem fs) throws Exception;
  }

  /** Runs work as a user with the token and without credentials. */
  private void asWorker(Token<AbstractS3ATokenIdentifier> token, Configuration submitter, Work work)
      throws Exception {
    Configuration conf = new Configuration(submitter);
    for (String secret : List.of("access.key", "secret.key", "session.token")) {
      conf.unset("fs.s3a." + secret);
    }
    UserGroupInformation worker = UserGroupInformation.createRemoteUser("worker");
    worker.addToken(token);
    worker.doAs(
        (PrivilegedExceptionAction<Void>)
            () -> {
              try (S3AFileSystem fs = lake.open(conf)) {
                work.on(fs);
              }
              return null;
            });
  }

  private Configuration conf(Principal who, Class<?> binding) {
    Configuration conf = lake.grants(who);
    conf.set("fs.s3a.delegation.token.binding", AccessGrantsTokenBinding.class.getName());
    conf.set("fs.s3a.accessgrants.delegation.token.binding", binding.getName());
    conf.set(
        "fs.s3a.accessgrants.credentials.provider",
        "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    return conf;
  }
}
