package io.github.s3agrants.vending;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.CapturedLog;
import io.github.s3agrants.vending.FallbackPolicy.Reason;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

class FallbackPolicyTest {
  /** A refusal's text is the service's, and holds a key, which says anything. */
  @Test
  void whatTheServiceSaysWritesNoLinesOfItsOwn() {
    FallbackPolicy policy = new FallbackPolicy(true, new Statistics(() -> 0));
    BaseIdentity base = BaseIdentity.of(AwsBasicCredentials.create("AKIABASE", "secret"), null);
    try (CapturedLog log = new CapturedLog()) {
      policy.fallBack(Reason.DENIED, "no\r\n[main] WARN forged\u2028forged", base);
      assertThat(log.text().lines()).hasSize(1);
      assertThat(log.text()).contains("forged").doesNotContain("\u2028");
    }
  }
}
