package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** What processes have sent on both sides since the journal was emptied. */
record RequestsOfBoth(Requests plain, Requests vended) {
  static RequestsOfBoth of(Lakehouse lake) throws IOException {
    JsonNode journal = lake.journal();
    return new RequestsOfBoth(Requests.of(journal, Side.PLAIN), Requests.of(journal, Side.VENDED));
  }

  /** As many requests to S3, and none signed with base credentials. */
  RequestsOfBoth areTheSame() {
    assertThat(plain.signers()).containsOnlyKeys("BASE");
    assertThat(vended.signers()).containsOnlyKeys("VENDED");
    assertThat(vended.s3()).isEqualTo(plain.s3());
    return this;
  }
}
