package io.github.s3agrants.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What holds for values that are keys of a map. */
public final class Keys {
  private Keys() {}

  /** Each of the keys equals the one in its place in the other list, and no other. */
  public static void assertAllApart(List<?> keys, List<?> again) {
    for (int i = 0; i < keys.size(); i++) {
      assertThat(keys.get(i)).isEqualTo(again.get(i)).hasSameHashCodeAs(again.get(i));
      assertThat(keys.get(i)).isNotEqualTo(null).isNotEqualTo("another class");
      for (int j = 0; j < keys.size(); j++) {
        assertThat(keys.get(i).equals(again.get(j))).isEqualTo(i == j);
      }
    }
    // Else a map of them would be searched one by one.
    assertThat(keys.stream().map(Object::hashCode).distinct().count()).isGreaterThan(1);
  }
}
