package io.github.s3agrants.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How messages show a value that may be a URI with a password. */
class SettingTest {
  @ParameterizedTest
  @CsvSource({
    "https://host:1, https://host:1",
    "https://user:pass@host, ***@host",
    "https://user:p@ss@host, ***@host",
    "user:pass/@host, ***@host",
    "@host, ***@host",
  })
  void what_stands_before_the_last_at_is_not_shown(String text, String shown) {
    assertThat(Setting.withoutUserInfo(text)).isEqualTo(shown);
  }
}
