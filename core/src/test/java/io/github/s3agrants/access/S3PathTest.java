package io.github.s3agrants.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3PathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b", "a%20b", "a+b", "a[1]", "a|b", "q?x=1", "a#b", "a//b", "/a", "x/../y", "ü/日本", "a*b"
      })
  void an_object_goes_to_the_service_as_its_raw_key(String key) {
    assertThat(S3Path.object("b", key).toTarget()).isEqualTo("s3://b/" + key);
  }

  @Test
  void a_prefix_is_cut_before_a_star_so_that_it_has_only_its_own() {
    assertThat(S3Path.prefix("b", "a*b/c").toTarget()).isEqualTo("s3://b/a*");
    assertThat(S3Path.prefix("b", "*").toTarget()).isEqualTo("s3://b/*");
    assertThat(S3Path.commonAncestor("b", List.of("x*1", "x*2")).toTarget()).isEqualTo("s3://b/x*");
  }

  @Test
  void each_part_counts_and_there_is_an_order() {
    List<S3Path> paths =
        List.of(
            S3Path.object("b", "k"),
            S3Path.object("c", "k"),
            S3Path.object("b", "l"),
            S3Path.prefix("b", "k"),
            S3Path.prefix("c", "k"));
    for (S3Path one : paths) {
      for (S3Path other : paths) {
        boolean same = one.toTarget().equals(other.toTarget());
        assertThat(one.equals(other)).isEqualTo(same);
        assertThat(one.compareTo(other) == 0).isEqualTo(same);
        assertThat(Integer.signum(one.compareTo(other)))
            .isEqualTo(-Integer.signum(other.compareTo(one)));
      }
    }
    assertThat(paths.get(0)).isNotEqualTo("s3://b/k").isNotEqualTo(null);
    assertThat(S3Path.object("b", "k")).hasSameHashCodeAs(paths.get(0)).hasToString("s3://b/k");
    assertThat(paths.stream().map(S3Path::hashCode)).doesNotHaveDuplicates();
  }

  @Test
  void what_two_keys_share_ends_where_they_differ_and_never_within_a_character() {
    assertThat(S3Path.commonPrefixLength("team/a", "team/b")).isEqualTo(5);
    assertThat(S3Path.commonPrefixLength("team", "team/b")).isEqualTo(4);
    assertThat(S3Path.commonPrefixLength("a", "b")).isZero();
    assertThat(S3Path.commonPrefixLength("x\uD83D\uDE00", "x\uD83D\uDE01")).isEqualTo(1);
  }

  @Test
  void only_both_permissions_serve_the_other() {
    for (Permission held : Permission.values()) {
      for (Permission needed : Permission.values()) {
        assertThat(held.covers(needed)).isEqualTo(held == needed || held == Permission.READWRITE);
      }
    }
  }

  @Test
  void a_bucket_is_its_empty_prefix() {
    assertThat(S3Path.bucket("b").toTarget()).isEqualTo("s3://b/*");
    assertThat(S3Path.bucket("b")).isEqualTo(S3Path.prefix("b", ""));
  }

  @Test
  void a_directory_does_not_cover_the_object_of_its_name() {
    assertThat(S3Path.prefix("b", "p/").covers(S3Path.object("b", "p"))).isFalse();
    assertThat(S3Path.prefix("b", "p/").covers(S3Path.object("b", "p/"))).isTrue();
    assertThat(S3Path.prefix("b", "p").covers(S3Path.object("b", "p"))).isTrue();
  }

  @Test
  void an_object_covers_nothing_but_itself() {
    S3Path star = S3Path.object("b", "a*");
    assertThat(star.covers(S3Path.object("b", "a*"))).isTrue();
    assertThat(star.covers(S3Path.object("b", "ab"))).isFalse();
    assertThat(star.covers(S3Path.prefix("b", "a"))).isFalse();
    assertThat(star.covers(S3Path.object("c", "a*"))).isFalse();
    assertThat(S3Path.bucket("b").covers(S3Path.object("c", "x"))).isFalse();
  }

  @Test
  void above_is_a_directory_on_the_way_and_nothing_beside() {
    S3Path scope = S3Path.prefix("b", "t/a/");
    assertThat(S3Path.object("b", "t").isAbove(scope)).isTrue();
    assertThat(S3Path.object("b", "t/a").isAbove(scope)).isTrue();
    assertThat(S3Path.prefix("b", "t/").isAbove(scope)).isTrue();
    assertThat(S3Path.bucket("b").isAbove(scope)).isTrue();
    assertThat(S3Path.prefix("b", "t/a/").isAbove(scope)).isFalse();
    assertThat(S3Path.prefix("b", "t/a/b/").isAbove(scope)).isFalse();
    assertThat(S3Path.object("b", "t/").isAbove(scope)).isFalse();
    assertThat(S3Path.object("b", "t/b").isAbove(scope)).isFalse();
    assertThat(S3Path.object("b", "t/a").isAbove(S3Path.prefix("b", "t/ab"))).isFalse();
    assertThat(S3Path.prefix("c", "t/").isAbove(scope)).isFalse();
  }

  @Test
  void the_common_ancestor_is_a_string_prefix_or_the_one_object() {
    assertThat(S3Path.commonAncestor("b", List.of("aa/x", "aa")))
        .isEqualTo(S3Path.prefix("b", "aa"));
    assertThat(S3Path.commonAncestor("b", List.of("aa"))).isEqualTo(S3Path.object("b", "aa"));
    assertThat(S3Path.commonAncestor("b", List.of("k", "k"))).isEqualTo(S3Path.object("b", "k"));
    assertThat(S3Path.commonAncestor("b", List.of("x", "y"))).isEqualTo(S3Path.bucket("b"));
    assertThat(S3Path.commonAncestor("b", List.of())).isEqualTo(S3Path.bucket("b"));
  }

  @Test
  void the_common_ancestor_never_ends_in_half_a_character() {
    // Both characters start with the same high surrogate.
    assertThat(S3Path.commonAncestor("b", List.of("x/😀", "x/😁")).key()).isEqualTo("x/");
  }

  @Test
  void what_is_shown_has_no_control_characters() {
    assertThat(S3Path.object("b", "a\nINFO forged").toString()).doesNotContain("\n");
  }

  @Property(tries = 2000)
  void the_common_ancestor_covers_all_keys_and_is_the_longest_that_does(
      @ForAll("keyLists") List<String> keys, @ForAll Random random) {
    S3Path ancestor = S3Path.commonAncestor("b", keys);

    for (String key : keys) {
      assertThat(ancestor.covers(S3Path.object("b", key))).isTrue();
    }
    String naive = keys.get(0);
    for (String key : keys) {
      while (!key.startsWith(naive)) {
        naive = naive.substring(0, naive.length() - 1);
      }
    }
    int star = naive.indexOf('*');
    boolean single = keys.stream().distinct().count() == 1;
    assertThat(ancestor.isPrefix()).isEqualTo(!single);
    assertThat(ancestor.key()).isEqualTo(single || star < 0 ? naive : naive.substring(0, star));

    List<String> shuffled = new ArrayList<>(keys);
    Collections.shuffle(shuffled, random);
    assertThat(S3Path.commonAncestor("b", shuffled)).isEqualTo(ancestor);
  }

  @Property(tries = 2000)
  void covering_is_what_all_matching_keys_say(
      @ForAll("keys") String a,
      @ForAll boolean aPrefix,
      @ForAll("keys") String b,
      @ForAll boolean bPrefix) {
    S3Path one = aPrefix ? S3Path.prefix("b", a) : S3Path.object("b", a);
    S3Path other = bPrefix ? S3Path.prefix("b", b) : S3Path.object("b", b);

    // A prefix covers itself and all keys that continue it; two of those are enough.
    List<String> sample =
        other.isPrefix() ? List.of(other.key(), other.key() + "~", other.key() + "/x") : List.of(b);
    boolean naive =
        sample.stream()
            .allMatch(key -> one.isPrefix() ? key.startsWith(one.key()) : key.equals(one.key()));
    assertThat(one.covers(other)).isEqualTo(naive);
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.strings()
        .withChars('a', 'b', '/', '*', '%', ' ')
        .ofMinLength(1)
        .ofMaxLength(6);
  }

  @Provide
  Arbitrary<List<String>> keyLists() {
    return keys().list().ofMinSize(1).ofMaxSize(5);
  }
}
