package io.github.s3agrants.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The version that the log names. */
class VersionLogTest {
  @Test
  void the_version_is_that_of_the_manifest() {
    assertThat(AccessGrantsRuntime.version("1.2.3")).isEqualTo("1.2.3");
  }

  @Test
  void without_a_manifest_the_version_is_unknown() {
    assertThat(AccessGrantsRuntime.version(null)).isEqualTo("unknown (not from the released jar)");
  }
}
