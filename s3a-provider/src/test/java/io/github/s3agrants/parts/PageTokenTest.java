package io.github.s3agrants.parts;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {
  private static final String MARKER = "s3-access-grants-after:";

  @ParameterizedTest
  @ValueSource(strings = {"p/t/day=1/", "p/a b+c%20", "p/\uD83D\uDE00", "p/\u00e9\n"})
  void holds_an_entry(String entry) {
    String token = PageToken.after(entry);
    assertThat(PageToken.isOne(token)).isTrue();
    assertThat(PageToken.entry(token, "p/")).contains(entry);
    assertThat(PageToken.entry(token, "")).contains(entry);
    assertThat(PageToken.entry(token, "q/")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "====",
        "cA",
        "_w",
        "wK8=cA",
        "7aCA" // the last ones are not UTF-8
      })
  void that_is_malformed_is_refused(String rest) {
    assertThat(PageToken.entry(MARKER + rest, "p/")).isEmpty();
  }

  @Test
  void longer_than_a_key_is_refused() {
    assertThat(PageToken.entry(PageToken.after("k".repeat(1024)), "k")).isPresent();
    assertThat(PageToken.entry(PageToken.after("k".repeat(1025)), "k")).isEmpty();
  }

  @Test
  void of_s3_is_none() {
    assertThat(PageToken.isOne(null)).isFalse();
    assertThat(PageToken.isOne("1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=")).isFalse();
  }

  @Property(tries = 1000)
  void is_never_more_than_an_entry_below_the_prefix(@ForAll @StringLength(max = 40) String rest) {
    PageToken.entry(MARKER + rest, "p/").ifPresent(entry -> assertThat(entry).startsWith("p/"));
  }
}
