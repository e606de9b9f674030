package io.github.s3agrants.vending;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** The caller's own credentials, which may be of any class, as they were at one moment. */
class BaseIdentityTest {
  private static class Other implements AwsCredentialsIdentity {
    @Nullable String key = "alice";
    @Nullable String secret = "s1";

    @Override
    public @Nullable String accessKeyId() {
      return key;
    }

    @Override
    public @Nullable String secretAccessKey() {
      return secret;
    }
  }

  private static final class OtherSession extends Other implements AwsSessionCredentialsIdentity {
    @Override
    public String sessionToken() {
      return "token";
    }
  }

  @Test
  void thoseOfTheSdkNeverChangeAndAreTaken() {
    AwsCredentials keys = AwsBasicCredentials.create("alice", "s1");
    AwsCredentials session = AwsSessionCredentials.create("alice", "s1", "token");
    assertThat(BaseIdentity.isImmutable(keys)).isTrue();
    assertThat(BaseIdentity.isImmutable(session)).isTrue();
    assertThat(BaseIdentity.of(keys, null).credentials()).isSameAs(keys);
    assertThat(BaseIdentity.of(session, null).credentials()).isSameAs(session);
  }

  @Test
  void othersMayChangeAndAreCopied() {
    Other other = new Other();
    assertThat(BaseIdentity.isImmutable(other)).isFalse();
    BaseIdentity before = BaseIdentity.of(other, null);
    other.key = "bob";
    assertThat(before.credentials()).isEqualTo(AwsBasicCredentials.create("alice", "s1"));
    assertThat(BaseIdentity.of(new OtherSession(), null).credentials())
        .isEqualTo(AwsSessionCredentials.create("alice", "s1", "token"));
  }

  @Test
  void whoLacksAPartIsNobody() {
    Other other = new Other();
    other.secret = null;
    assertThat(BaseIdentity.of(other, null).isAnonymous()).isTrue();
    other.key = null;
    assertThat(BaseIdentity.of(other, null).isAnonymous()).isTrue();
    other.secret = "s1";
    assertThat(BaseIdentity.of(other, null).isAnonymous()).isTrue();
    assertThat(BaseIdentity.of(new Other(), null).isAnonymous()).isFalse();
  }

  @Test
  void noPartOfThemIsShown() {
    assertThat(BaseIdentity.of(new Other(), null)).hasToString("the caller's own credentials");
  }
}
