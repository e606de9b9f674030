package io.github.s3agrants.vending;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.testing.TestAccess;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** JMX counts the reasons for fallback under the names of the failures. */
class FallbackReasonTest {
  @ParameterizedTest
  @EnumSource(AccessGrantsException.Kind.class)
  void each_failure_is_a_reason_of_its_own(AccessGrantsException.Kind kind) {
    Optional<Access> one = Optional.of(TestAccess.get("b", "k"));
    assertThat(FallbackReason.of(kind, one).name()).isEqualTo(kind.name());
    assertThat(FallbackReason.of(kind, Optional.empty()).name()).isEqualTo(kind.name());
    Optional<Access> many = Optional.of(TestAccess.delete("b", List.of("a", "c")));
    assertThat(FallbackReason.of(kind, many).name())
        .isEqualTo(kind == AccessGrantsException.Kind.DENIED ? "NO_SINGLE_GRANT" : kind.name());
  }

  @ParameterizedTest
  @EnumSource(UngrantableException.Reason.class)
  void what_no_grant_covers_is_a_reason_too(UngrantableException.Reason reason) {
    assertThat(FallbackReason.of(reason).name()).isEqualTo(reason.name());
  }
}
