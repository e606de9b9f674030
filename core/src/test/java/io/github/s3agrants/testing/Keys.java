package io.github.s3agrants.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Assertions on values that are keys of a map. */
public final class Keys {
  private Keys() {}

  /** Asserts that each key equals the key at the same index of the other list, and no other. */
  public static void assertAllApart(List<?> keys, List<?> again) {
    for (int i = 0; i < keys.size(); i++) {
      assertThat(keys.get(i)).isEqualTo(again.get(i)).hasSameHashCodeAs(again.get(i));
      assertThat(keys.get(i)).isNotEqualTo(null).isNotEqualTo("another class");
      for (int j = 0; j < keys.size(); j++) {
        assertThat(keys.get(i).equals(again.get(j))).isEqualTo(i == j);
      }
    }
    // Otherwise a map would have to search them one by one.
    assertThat(keys.stream().map(Object::hashCode).distinct().count()).isGreaterThan(1);
  }
}
