package io.github.s3agrants.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.testing.CollidingKeys;
import io.github.s3agrants.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Single cases of what {@link CredentialIndexTest} tests at random. */
class ScopeIndexTest {
  /** More than a hash map keeps in the list of a bin. */
  private static final int MANY = 100;

  private final ManualClock clock = new ManualClock();
  private final ScopeIndex index = new ScopeIndex();

  private CachedCredentials cached(S3Path scope, Permission permission) {
    return TestCredentials.cached(
        TestCredentials.owner("alice"),
        TestCredentials.vended(scope, permission, clock, Duration.ofHours(1)),
        0);
  }

  private CachedCredentials add(S3Path scope) {
    CachedCredentials cached = cached(scope, Permission.READ);
    index.add(cached);
    return cached;
  }

  private CachedCredentials addPrefix(String prefix) {
    return add(S3Path.prefix("b", prefix));
  }

  private @Nullable CachedCredentials find(String key) {
    return index.find(S3Path.object("b", key));
  }

  @Test
  void the_longest_prefix_is_found_and_an_object_before_it() {
    CachedCredentials all = addPrefix("");
    CachedCredentials folder = addPrefix("p/");
    CachedCredentials below = addPrefix("p/q/");
    CachedCredentials object = add(S3Path.object("b", "p/q/k"));
    assertThat(find("o")).isSameAs(all);
    assertThat(find("p")).isSameAs(all);
    assertThat(find("p/k")).isSameAs(folder);
    assertThat(find("p/q/k2")).isSameAs(below);
    assertThat(find("p/q/k")).isSameAs(object);
    assertThat(index.find(S3Path.prefix("b", "p/q/k"))).isSameAs(below);
  }

  @Test
  void a_prefix_covers_what_is_just_as_long() {
    CachedCredentials folder = addPrefix("p/");
    CachedCredentials odd = addPrefix("pq");
    assertThat(find("p/")).isSameAs(folder);
    assertThat(find("pq")).isSameAs(odd);
    assertThat(find("pqr")).isSameAs(odd);
    assertThat(find("p")).isNull();
  }

  /** In either order. Both are two characters long, and one ends in a slash. */
  @Test
  void a_prefix_without_a_slash_is_found_beside_one_with_a_slash() {
    CachedCredentials folder = addPrefix("p/");
    CachedCredentials odd = addPrefix("pq");
    CachedCredentials otherOdd = addPrefix("other");
    CachedCredentials otherFolder = addPrefix("othe/");
    assertThat(find("p/k")).isSameAs(folder);
    assertThat(find("pqr")).isSameAs(odd);
    assertThat(find("others")).isSameAs(otherOdd);
    assertThat(find("othe/r")).isSameAs(otherFolder);
  }

  @Test
  void what_is_removed_is_gone_and_the_others_are_still_found() {
    CachedCredentials first = addPrefix("p/");
    CachedCredentials second = addPrefix("q/");
    CachedCredentials object = add(S3Path.object("b", "k"));
    index.remove(first);
    assertThat(find("p/k")).isNull();
    assertThat(find("q/k")).isSameAs(second);
    index.remove(second);
    assertThat(find("q/k")).isNull();
    assertThat(find("k")).isSameAs(object);
    index.remove(object);
    assertThat(find("k")).isNull();
    CachedCredentials again = addPrefix("q/");
    assertThat(find("q/k")).isSameAs(again);
  }

  @Test
  void what_took_anothers_place_stays_when_the_other_is_removed() {
    for (S3Path scope : List.of(S3Path.prefix("b", "p/"), S3Path.object("b", "p/k"))) {
      CachedCredentials first = add(scope);
      CachedCredentials second = add(scope);
      index.remove(first);
      assertThat(index.find(scope)).isSameAs(second);
      index.remove(second);
      assertThat(index.find(scope)).isNull();
    }
  }

  @Test
  void is_empty_only_if_there_is_neither_a_prefix_nor_an_object() {
    assertThat(index.isEmpty()).isTrue();
    CachedCredentials prefix = addPrefix("p/");
    assertThat(index.isEmpty()).isFalse();
    CachedCredentials object = add(S3Path.object("b", "k"));
    index.remove(prefix);
    assertThat(index.isEmpty()).isFalse();
    index.remove(object);
    assertThat(index.isEmpty()).isTrue();
  }

  @Test
  void the_index_of_all_permissions_is_empty_only_if_each_is() {
    CredentialIndex all = new CredentialIndex();
    assertThat(all.isEmpty()).isTrue();
    CachedCredentials read = cached(S3Path.prefix("b", "p/"), Permission.READ);
    CachedCredentials write = cached(S3Path.object("b", "q/k"), Permission.WRITE);
    all.add(read);
    all.add(write);
    assertThat(all.below(S3Path.bucket("b"))).containsExactlyInAnyOrder(read, write);
    assertThat(all.below(S3Path.object("b", "q"))).containsExactly(write);
    all.remove(read);
    assertThat(all.isEmpty()).isFalse();
    all.remove(write);
    assertThat(all.isEmpty()).isTrue();
  }

  @Test
  void what_lies_below_a_path_is_named_whatever_its_form() {
    CachedCredentials prefix = addPrefix("p/q/");
    CachedCredentials object = add(S3Path.object("b", "p/k"));
    addPrefix("p");
    addPrefix("other/");
    assertThat(index.below(S3Path.object("b", "p"))).containsExactlyInAnyOrder(prefix, object);
    assertThat(index.below(S3Path.object("b", "p/q/r"))).isEmpty();
  }

  @Test
  void scopes_of_one_hash_code_are_told_apart() {
    List<CachedCredentials> cached =
        CollidingKeys.colliding().stream()
            .limit(MANY)
            .map(name -> addPrefix(name + "/"))
            .collect(Collectors.toList());
    for (CachedCredentials each : cached) {
      assertThat(find(each.credentials().scope().key() + "k")).isSameAs(each);
    }
    index.remove(cached.get(0));
    assertThat(find(cached.get(0).credentials().scope().key() + "k")).isNull();
    assertThat(find(cached.get(1).credentials().scope().key() + "k")).isSameAs(cached.get(1));
    assertThat(find(CollidingKeys.colliding().get(MANY) + "/k")).isNull();
  }
}
