package io.github.s3agrants.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.testing.CollidingKeys;
import io.github.s3agrants.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Compares the index with a list that is searched from end to end. */
class CredentialIndexTest {
  /** An object is longer than the prefix with the same key. */
  private static final Comparator<CachedCredentials> LENGTH =
      Comparator.<CachedCredentials, Boolean>comparing(
              cached -> !cached.credentials().scope().isPrefix())
          .thenComparing(cached -> cached.credentials().scope().key().length());

  private final ManualClock clock = new ManualClock();

  @Property(tries = 3000)
  void finds_the_longest_scope_that_covers(
      @ForAll("paths") List<S3Path> added,
      @ForAll("permissions") List<Permission> permissions,
      @ForAll("paths") List<S3Path> wanted,
      @ForAll Permission needed) {
    CredentialIndex index = new CredentialIndex();
    List<CachedCredentials> naive = new ArrayList<>();
    for (int i = 0; i < added.size(); i++) {
      S3Path scope = added.get(i);
      Permission permission = permissions.get(i % permissions.size());
      CachedCredentials cached = cached(scope, permission);
      naive.removeIf(
          g -> g.credentials().permission() == permission && g.credentials().scope().equals(scope));
      naive.add(cached);
      index.add(cached);
      if (i % 3 == 2) {
        CachedCredentials gone = naive.remove(i % naive.size());
        index.remove(gone);
      }
    }

    for (S3Path path : wanted) {
      // Of equally long ones, those that come first stay: READWRITE serves reads as well.
      Optional<CachedCredentials> expected =
          Stream.of(Permission.READWRITE, needed)
              .flatMap(permission -> longest(naive, path, permission).stream())
              .reduce((one, other) -> LENGTH.compare(other, one) > 0 ? other : one);
      assertThat(Optional.ofNullable(index.find(path, needed))).isEqualTo(expected);
    }
    assertThat(index.isEmpty()).isEqualTo(naive.isEmpty());
  }

  /** So many scopes that the hash map turns the list of a bin into a tree. */
  @Property(tries = 200)
  void finds_the_longest_among_scopes_that_collide(
      @ForAll("collidingPaths") List<S3Path> added,
      @ForAll("permissions") List<Permission> permissions,
      @ForAll("collidingPaths") List<S3Path> wanted,
      @ForAll Permission needed) {
    finds_the_longest_scope_that_covers(added, permissions, wanted, needed);
  }

  private static Optional<CachedCredentials> longest(
      List<CachedCredentials> all, S3Path path, Permission permission) {
    return all.stream()
        .filter(
            g -> g.credentials().permission() == permission && g.credentials().scope().covers(path))
        .max(
            Comparator.comparing((CachedCredentials g) -> !g.credentials().scope().isPrefix())
                .thenComparing(g -> g.credentials().scope().key().length()));
  }

  private CachedCredentials cached(S3Path scope, Permission permission) {
    return TestCredentials.cached(
        TestCredentials.owner("alice"),
        TestCredentials.vended(scope, permission, clock, Duration.ofHours(1)),
        0);
  }

  @Property(tries = 200)
  void credentials_that_replaced_others_stay_when_the_others_are_removed(
      @ForAll Permission permission) {
    CredentialIndex index = new CredentialIndex();
    S3Path scope = S3Path.prefix("b", "p/");
    CachedCredentials first = cached(scope, permission);
    CachedCredentials second = cached(scope, permission);
    index.add(first);
    index.add(second);
    index.remove(first);
    assertThat(index.find(scope, permission)).isSameAs(second);
  }

  @Provide
  Arbitrary<List<S3Path>> paths() {
    Arbitrary<String> keys =
        Arbitraries.strings().withChars('a', 'b', '/', 'ü').ofMinLength(0).ofMaxLength(7);
    return Combinators.combine(keys, Arbitraries.of(true, false))
        .as((key, prefix) -> prefix ? S3Path.prefix("b", key) : S3Path.object("b", key))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<S3Path>> collidingPaths() {
    Arbitrary<String> keys =
        Combinators.combine(
                Arbitraries.of(CollidingKeys.TOKENS).list().ofMinSize(3).ofMaxSize(5),
                Arbitraries.of("", "", "/", "/x", "y"))
            .as((tokens, end) -> String.join("", tokens) + end);
    return Combinators.combine(keys, Arbitraries.of(true, true, false))
        .as((key, prefix) -> prefix ? S3Path.prefix("b", key) : S3Path.object("b", key))
        .list()
        .ofMinSize(60)
        .ofMaxSize(200);
  }

  @Provide
  Arbitrary<List<Permission>> permissions() {
    return Arbitraries.of(Permission.class).list().ofMinSize(1).ofMaxSize(12);
  }
}
