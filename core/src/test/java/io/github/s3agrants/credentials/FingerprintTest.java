package io.github.s3agrants.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Equal parts have equal fingerprints, and the border between parts counts. */
class FingerprintTest {
  @Test
  void it_is_sha_256_of_each_part_with_its_length() {
    // printf '1:a2:bc' | sha256sum
    assertThat(Fingerprint.of("a", "bc"))
        .isEqualTo("5310a58788781ab25d5ad7c3f85035824b4eb7bdfa394e0ac2186271472b5492");
    assertThat(Fingerprint.of("ab", "c")).isNotEqualTo(Fingerprint.of("a", "bc"));
    assertThat(Fingerprint.of("a", "")).isNotEqualTo(Fingerprint.of("a"));
  }
}
