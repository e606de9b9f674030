package io.github.s3agrants.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.testing.Keys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The core's own form of credentials. */
class SigningCredentialsTest {
  private static final Optional<Instant> END = Optional.of(Instant.parse("2026-11-26T12:00:00Z"));

  private static List<SigningCredentials> different() {
    return List.of(
        SigningCredentials.anonymous(),
        SigningCredentials.longTerm("", ""),
        SigningCredentials.longTerm("key", "secret"),
        SigningCredentials.longTerm("key", "other"),
        SigningCredentials.longTerm("other", "secret"),
        SigningCredentials.session("key", "secret", "token", Optional.empty()),
        SigningCredentials.session("key", "secret", "other", Optional.empty()),
        SigningCredentials.session("key", "secret", "token", END));
  }

  @Test
  void credentials_are_equal_only_if_all_parts_are() {
    Keys.assertAllApart(different(), different());
  }

  @Test
  void they_are_what_they_were_made_of() {
    SigningCredentials session = SigningCredentials.session("key", "secret", "token", END);
    assertThat(session.accessKeyId()).isEqualTo("key");
    assertThat(session.secretAccessKey()).isEqualTo("secret");
    assertThat(session.sessionToken()).contains("token");
    assertThat(session.expiration()).isEqualTo(END);
    assertThat(session.isAnonymous()).isFalse();
    SigningCredentials keys = SigningCredentials.longTerm("key", "secret");
    assertThat(keys.sessionToken()).isEmpty();
    assertThat(keys.expiration()).isEmpty();
    assertThat(keys.isAnonymous()).isFalse();
    assertThat(SigningCredentials.anonymous().isAnonymous()).isTrue();
  }

  @Test
  void no_part_is_shown() {
    assertThat(different()).allSatisfy(each -> assertThat(each).hasToString("SigningCredentials"));
  }

  @Test
  void a_form_is_converted_once_and_one_of_another_type_takes_its_place() {
    SigningCredentials credentials = SigningCredentials.longTerm("key", "secret");
    AtomicInteger conversions = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      String form =
          credentials.as(String.class, c -> c.accessKeyId() + " " + conversions.incrementAndGet());
      assertThat(form).isEqualTo("key 1");
    }
    assertThat(credentials.as(Integer.class, c -> 7)).isEqualTo(7);
    assertThat(credentials.as(String.class, c -> "again")).isEqualTo("again");
  }
}
