package io.github.s3agrants.vending;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.testing.CapturedLog;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FallbackPolicyTest {
  /** A refusal's text comes from the service and contains a key, which may be anything. */
  @Test
  void what_the_service_says_writes_no_lines_of_its_own() {
    FallbackPolicy policy = new FallbackPolicy(true, new Statistics(() -> 0));
    BaseIdentity base = BaseIdentity.of(SigningCredentials.longTerm("AKIABASE", "secret"), null);
    try (CapturedLog log = new CapturedLog()) {
      var unused =
          policy.failed(
              new AccessGrantsException(Kind.DENIED, "no\r\n[main] WARN forged\u2028forged"),
              Optional.empty(),
              Optional.empty(),
              KnownSurroundings.NONE,
              base);
      assertThat(log.text().lines()).hasSize(1);
      assertThat(log.text()).contains("forged").doesNotContain("\u2028");
    }
  }
}
