package io.github.s3agrants.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The order in which S3 lists keys, beside that of their bytes. */
class KeyOrderTest {
  @Property(tries = 3000)
  void is_that_of_the_bytes(@ForAll("keys") String a, @ForAll("keys") String b) {
    assertThat(Integer.signum(KeyOrder.compare(a, b)))
        .isEqualTo(Integer.signum(Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8))));
  }

  /** The last two change places in the order of Java's strings. */
  @Example
  void characters_outside_the_basic_plane_come_last() {
    List<String> sorted =
        List.of("", "a", "a!", "a/", "a/b", "a\uD7FF", "a\uE000", "a\uFFFD", "a\uD83D\uDE00");
    List<String> keys = new ArrayList<>(sorted);
    Collections.reverse(keys);
    keys.sort(KeyOrder::compare);
    assertThat(keys).isEqualTo(sorted);
    assertThat(KeyOrder.compare("a\uFFFD", "a\uD83D\uDE00")).isNegative();
    assertThat(KeyOrder.compare("a\uD83D\uDE00", "a\uFFFD")).isPositive();
    assertThat(KeyOrder.compare("a\uD83D\uDE00", "a\uD83D\uDE01")).isNegative();
    assertThat(KeyOrder.compare("a\uD83D\uDE00", "a\uD83D\uDE00")).isZero();
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.of(
            "a",
            "b",
            "/",
            "-",
            "\u00FC",
            "\uD7FF",
            "\uE000",
            "\uFFFD",
            "\uD83D\uDE00",
            "\uD83D\uDE01",
            "\uDBFF\uDFFF")
        .list()
        .ofMaxSize(5)
        .map(parts -> String.join("", parts));
  }
}
