package io.github.s3agrants.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind of failure means, and that a failure keeps its details. */
class AccessGrantsExceptionTest {
  @ParameterizedTest
  @CsvSource({
    // kind, may pass by itself, is about the target, the signer, a refusal of the caller, a refusal
    "DENIED, false, true, false, true, true",
    "NOT_AUTHORIZED, false, false, true, true, true",
    "LOCATION_ROLE, false, true, false, false, true",
    "NO_INSTANCE, false, false, false, false, false",
    "NO_BUCKET, false, false, false, false, false",
    "CALLER_CREDENTIALS, false, false, true, false, false",
    "CLOCK_SKEW, true, false, false, false, false",
    "BAD_REQUEST, false, true, false, false, false",
    "THROTTLED, true, false, false, false, false",
    "UNAVAILABLE, true, false, false, false, false",
    "UNREACHABLE, true, false, false, false, false",
    "BAD_RESPONSE, false, false, false, false, false",
    "NO_BASE_CREDENTIALS, false, false, false, false, false",
    "CLOSED, false, false, false, false, false",
  })
  void a_kind_says_what_a_caller_can_do(
      Kind kind,
      boolean passes,
      boolean target,
      boolean signer,
      boolean refusalOfCaller,
      boolean refusal) {
    assertThat(kind.isTransient()).isEqualTo(passes);
    assertThat(kind.isAboutTarget()).isEqualTo(target);
    assertThat(kind.isAboutSigner()).isEqualTo(signer);
    assertThat(kind.isRefusalOfCaller()).isEqualTo(refusalOfCaller);
    assertThat(kind.isRefusal()).isEqualTo(refusal);
  }

  @Test
  void what_is_known_stays_whatever_is_added() {
    URI url = URI.create("https://control.example:443");
    AccessGrantsInstance instance = new AccessGrantsInstance("111122223333", "us-east-1");
    RuntimeException cause = new RuntimeException("cause");
    AccessGrantsException e =
        new AccessGrantsException(Kind.DENIED, "no", "id", cause)
            .at(Optional.of(url))
            .of(instance)
            .as(Kind.NOT_AUTHORIZED);
    assertThat(e.kind()).isEqualTo(Kind.NOT_AUTHORIZED);
    assertThat(e).hasMessage("no").hasCause(cause);
    assertThat(e.requestId()).contains("id");
    assertThat(e.asked()).contains(url);
    assertThat(e.instance()).contains(instance);
    assertThat(instance.account()).isEqualTo("111122223333");
    assertThat(instance.region()).isEqualTo("us-east-1");
    assertThat(instance).hasToString("the instance of account 111122223333 in us-east-1");
  }

  @Test
  void what_is_kept_for_long_has_neither_cause_nor_stack_and_short_texts() {
    AccessGrantsException slim =
        new AccessGrantsException(
                Kind.DENIED, "x".repeat(1000), "y".repeat(1000), new RuntimeException("big"))
            .slim();
    assertThat(slim.kind()).isEqualTo(Kind.DENIED);
    assertThat(slim).hasNoCause();
    assertThat(slim.getStackTrace()).isEmpty();
    assertThat(slim).hasMessage("x".repeat(500) + "…");
    assertThat(slim.requestId()).contains("y".repeat(100) + "…");
    assertThat(new AccessGrantsException(Kind.DENIED, "x".repeat(500)).slim())
        .hasMessage("x".repeat(500));
  }

  @Test
  void the_closing_is_a_kind_of_its_own() {
    RuntimeException cause = new RuntimeException("cut off");
    assertThat(AccessGrantsException.closed(cause)).hasCause(cause);
    assertThat(AccessGrantsException.closed(null).kind()).isEqualTo(Kind.CLOSED);
    assertThat(AccessGrantsException.closed(null).asked()).isEmpty();
  }
}
