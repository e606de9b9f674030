package io.github.s3agrants.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.s3agrants.aws.SdkCredentials;
import io.github.s3agrants.settings.CallerCredentials;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.TestIdentities;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** The placeholder holds the base credentials as they are at each request. */
class PlaceholderCredentialsProviderTest {
  /** A class of its own whose credentials change in place. */
  private static class Changing implements AwsCredentials {
    AwsCredentials now;

    Changing(AwsCredentials now) {
      this.now = now;
    }

    @Override
    public String accessKeyId() {
      return now.accessKeyId();
    }

    @Override
    public String secretAccessKey() {
      return now.secretAccessKey();
    }
  }

  private static final class ChangingSession extends Changing
      implements AwsSessionCredentialsIdentity {
    private final String token;

    ChangingSession(AwsCredentials now, String token) {
      super(now);
      this.token = token;
    }

    @Override
    public String sessionToken() {
      return token;
    }
  }

  private static PlaceholderCredentialsProvider over(AwsCredentialsProvider provider) {
    return new PlaceholderCredentialsProvider(
        new CallerCredentials(new AWSCredentialProviderList(List.of(provider)), () -> "a test"));
  }

  private static BaseIdentity base(PlaceholderCredentialsProvider provider) {
    return assertInstanceOf(PlaceholderCredentials.class, provider.resolveCredentials()).base();
  }

  /** The credentials that the SDK signs with if it uses the base credentials. */
  private static AwsCredentialsIdentity signer(PlaceholderCredentialsProvider provider) {
    return SdkCredentials.provider(base(provider).credentials()).identity().join();
  }

  @Test
  void credentials_that_change_what_they_hold_are_another_callers_from_then_on() {
    Changing changing = new Changing(AwsBasicCredentials.create("alice", "s1"));
    PlaceholderCredentialsProvider provider = over(() -> changing);
    BaseIdentity first = base(provider);
    changing.now = AwsBasicCredentials.create("bob", "s2");
    BaseIdentity second = base(provider);
    assertThat(second).isNotSameAs(first);
    assertThat(first.credentials().accessKeyId()).isEqualTo("alice");
    assertThat(first.credentials().secretAccessKey()).isEqualTo("s1");
    assertThat(second.credentials().accessKeyId()).isEqualTo("bob");
    assertThat(second.credentials().secretAccessKey()).isEqualTo("s2");
  }

  @Test
  void a_session_of_another_class_stays_one() {
    ChangingSession session =
        new ChangingSession(AwsBasicCredentials.create("ASIA", "secret"), "token");
    assertThat(signer(over(() -> session)))
        .isEqualTo(AwsSessionCredentials.create("ASIA", "secret", "token"));
  }

  @Test
  void one_placeholder_serves_as_long_as_the_credentials_are_the_same_object() {
    AwsCredentials[] now = {AwsBasicCredentials.create("alice", "s1")};
    PlaceholderCredentialsProvider provider = over(() -> now[0]);
    AwsCredentials first = provider.resolveCredentials();
    assertThat(provider.resolveCredentials()).isSameAs(first);
    assertThat(signer(provider)).isSameAs(now[0]);
    now[0] = AwsBasicCredentials.create("bob", "s2");
    assertThat(signer(provider)).isSameAs(now[0]);
  }

  /** Other providers may return two sessions of one principal with different access. */
  @Test
  void sessions_are_alike_only_if_each_provider_is_known_to_make_them_so() {
    Configuration conf = new Configuration(false);
    conf.set("fs.s3a.access.key", "AKIA1");
    conf.set("fs.s3a.secret.key", "secret");
    SimpleAWSCredentialsProvider known;
    try {
      known = new SimpleAWSCredentialsProvider(null, conf);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    PlaceholderCredentialsProvider alike = over(known);
    assertThat(TestIdentities.areSessionsAlike(base(alike))).isTrue();
    assertThat(TestIdentities.areOfOneSource(base(alike), base(alike))).isTrue();
    assertThat(TestIdentities.areOfOneSource(base(alike), base(over(known)))).isFalse();
    AwsCredentialsProvider unknown = () -> AwsBasicCredentials.create("AKIA2", "s");
    assertThat(TestIdentities.areSessionsAlike(base(over(unknown)))).isFalse();
    PlaceholderCredentialsProvider both =
        new PlaceholderCredentialsProvider(
            new CallerCredentials(
                new AWSCredentialProviderList(List.of(known, unknown)), () -> "somewhere"));
    assertThat(TestIdentities.areSessionsAlike(base(both))).isFalse();
  }

  @Test
  void what_it_is_over_is_closed_with_it() {
    AtomicBoolean closed = new AtomicBoolean();
    final class Closing implements AwsCredentialsProvider, Closeable {
      @Override
      public AwsCredentials resolveCredentials() {
        return AwsBasicCredentials.create("alice", "s1");
      }

      @Override
      public void close() {
        closed.set(true);
      }
    }
    over(new Closing()).close();
    assertThat(closed).isTrue();
  }
}
