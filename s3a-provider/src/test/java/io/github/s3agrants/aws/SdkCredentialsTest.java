package io.github.s3agrants.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.vending.BaseIdentity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Snapshots of base credentials of any class. */
class SdkCredentialsTest {
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

  /** The credentials that the SDK signs with after the core has used them. */
  private static AwsCredentialsIdentity signer(AwsCredentialsIdentity identity) {
    return identity(SdkCredentials.of(identity));
  }

  private static AwsCredentialsIdentity identity(SigningCredentials credentials) {
    return SdkCredentials.provider(credentials).identity().join();
  }

  @Test
  void those_of_the_sdk_never_change_and_are_taken() {
    AwsCredentials keys = AwsBasicCredentials.create("alice", "s1");
    AwsCredentials session = AwsSessionCredentials.create("alice", "s1", "token");
    assertThat(SdkCredentials.isImmutable(keys)).isTrue();
    assertThat(SdkCredentials.isImmutable(session)).isTrue();
    assertThat(signer(keys)).isSameAs(keys);
    assertThat(signer(session)).isSameAs(session);
  }

  /** Invariant 2. */
  @Test
  void a_marker_is_no_signer() {
    assertThrows(
        IllegalStateException.class,
        () -> SdkCredentials.provider(SigningCredentials.marker("id")));
  }

  @Test
  void others_may_change_and_are_copied() {
    Other other = new Other();
    assertThat(SdkCredentials.isImmutable(other)).isFalse();
    SigningCredentials before = SdkCredentials.of(other);
    other.key = "bob";
    assertThat(identity(before)).isEqualTo(AwsBasicCredentials.create("alice", "s1"));
    assertThat(signer(new OtherSession()))
        .isEqualTo(AwsSessionCredentials.create("alice", "s1", "token"));
  }

  @Test
  void who_lacks_a_part_is_nobody() {
    Other other = new Other();
    other.secret = null;
    assertThat(SdkCredentials.of(other).isAnonymous()).isTrue();
    other.key = null;
    assertThat(SdkCredentials.of(other).isAnonymous()).isTrue();
    other.secret = "s1";
    assertThat(SdkCredentials.of(other).isAnonymous()).isTrue();
    assertThat(SdkCredentials.of(new Other()).isAnonymous()).isFalse();
  }

  @Test
  void no_part_of_them_is_shown() {
    assertThat(SdkCredentials.of(new Other())).hasToString("SigningCredentials");
    assertThat(BaseIdentity.of(SdkCredentials.of(new Other()), null))
        .hasToString("the caller's own credentials");
  }
}
