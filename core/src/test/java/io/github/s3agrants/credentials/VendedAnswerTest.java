package io.github.s3agrants.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.testing.TestAccess;
import io.github.s3agrants.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VendedAnswerTest {
  private final ManualClock clock = new ManualClock();
  private final VendedCredentials p = vended("p/");
  private final VendedAnswer.Other q =
      new VendedAnswer.Other(TestAccess.get("b", "q/1"), vended("q/"));
  private final VendedAnswer.Other r =
      new VendedAnswer.Other(TestAccess.get("b", "r/1"), vended("r/"));

  private VendedCredentials vended(String prefix) {
    return TestCredentials.vended(
        S3Path.prefix("b", prefix), Permission.READ, clock, Duration.ofHours(1));
  }

  @Test
  void credentials_that_cannot_sign_the_request_now_are_a_bad_answer() {
    VendedAnswer answer = VendedAnswer.of(p);
    long now = clock.millis();
    assertThat(answer.requireUsable(TestAccess.get("b", "p/1"), now)).isSameAs(answer);
    assertThat(answer.credentials()).isSameAs(p);
    assertThat(answer.others()).isEmpty();
    long end = now + Duration.ofHours(1).toMillis();
    assertThat(
            assertThrows(
                    AccessGrantsException.class,
                    () -> answer.requireUsable(TestAccess.get("b", "p/1"), end))
                .kind())
        .isEqualTo(AccessGrantsException.Kind.BAD_RESPONSE);
    assertThrows(
        AccessGrantsException.class, () -> answer.requireUsable(TestAccess.get("b", "q/1"), now));
  }

  @Test
  void others_are_kept_if_they_are_wanted() {
    VendedAnswer answer = VendedAnswer.of(p, List.of(q, r));
    VendedAnswer some = answer.withOthers(other -> other.asked().path().key().startsWith("r"));
    assertThat(some.others()).containsExactly(r);
    assertThat(some.credentials()).isSameAs(p);
    assertThat(r.credentials().scope()).isEqualTo(S3Path.prefix("b", "r/"));
  }

  @Test
  void no_part_of_the_credentials_is_shown() {
    assertThat(VendedAnswer.of(p)).hasToString(p.toString());
    assertThat(VendedAnswer.of(p, List.of(q, r))).hasToString(p + " and 2 more");
    assertThat(q).hasToString(q.credentials().toString());
    assertThat(VendedAnswer.of(p, List.of(q)).toString()).doesNotContain("secret", "token");
  }
}
