package io.github.s3agrants.vending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The caller's own credentials, and the key under which their owner is found. */
class BaseIdentityTest {
  private static final ServiceSettings HERE =
      ServiceSettings.builder().region(Optional.of("us-east-1")).build();
  private static final ServiceSettings THERE =
      ServiceSettings.builder().region(Optional.of("eu-central-1")).build();

  private final BaseIdentity alice =
      BaseIdentity.of(SigningCredentials.longTerm("alice", "secret"), "source", () -> "a test");

  @Test
  void the_key_is_made_once_for_the_same_settings() {
    BaseIdentityKey key = alice.key(HERE);
    assertThat(alice.key(HERE)).isSameAs(key);
    assertThat(alice.key(ServiceSettings.builder().region(Optional.of("us-east-1")).build()))
        .isSameAs(key);
  }

  @Test
  void other_settings_have_another_key() {
    BaseIdentityKey here = alice.key(HERE);
    BaseIdentityKey there = alice.key(THERE);
    assertThat(there).isNotEqualTo(here);
    assertThat(there.settings()).isEqualTo(THERE);
    assertThat(alice.key(HERE)).isEqualTo(here);
    assertThat(alice.key(HERE).settings()).isEqualTo(HERE);
  }

  @Test
  void nobody_has_a_key() {
    BaseIdentity nobody = BaseIdentity.of(SigningCredentials.anonymous(), null);
    assertThat(nobody.isAnonymous()).isTrue();
    assertThat(assertThrows(AccessGrantsException.class, () -> nobody.key(HERE)).kind())
        .isEqualTo(AccessGrantsException.Kind.CALLER_CREDENTIALS);
  }

  @Test
  void it_says_where_it_comes_from_and_shows_nothing_else() {
    assertThat(alice.source()).isEqualTo("source");
    assertThat(alice.origin()).isEqualTo("a test");
    assertThat(alice.isAnonymous()).isFalse();
    assertThat(alice).hasToString("the caller's own credentials");
    BaseIdentity unnamed = BaseIdentity.of(alice.credentials(), null);
    assertThat(unnamed.source()).isNull();
    assertThat(unnamed.origin()).isEqualTo("the S3 client's credentials provider");
  }
}
