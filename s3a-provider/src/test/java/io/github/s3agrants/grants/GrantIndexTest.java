package io.github.s3agrants.grants;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.ManualClock;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The index against a list that is searched from end to end. */
class GrantIndexTest {
  private final ManualClock clock = new ManualClock();

  @Property(tries = 3000)
  void findsTheLongestScopeThatCovers(
      @ForAll("paths") List<S3Path> added,
      @ForAll("permissions") List<Permission> permissions,
      @ForAll("paths") List<S3Path> wanted,
      @ForAll Permission needed) {
    GrantIndex index = new GrantIndex();
    List<Grant> naive = new ArrayList<>();
    for (int i = 0; i < added.size(); i++) {
      S3Path scope = added.get(i);
      Permission permission = permissions.get(i % permissions.size());
      Grant grant = TestGrants.grant(scope, permission, clock, Duration.ofHours(1));
      naive.removeIf(g -> g.permission() == permission && g.scope().equals(scope));
      naive.add(grant);
      index.add(grant);
      if (i % 3 == 2) {
        Grant gone = naive.remove(i % naive.size());
        index.remove(gone);
      }
    }

    for (S3Path path : wanted) {
      Optional<Grant> expected = longest(naive, path, needed);
      if (expected.isEmpty()) {
        expected = longest(naive, path, Permission.READWRITE);
      }
      assertThat(index.find(path, needed)).isEqualTo(expected);
    }
    assertThat(index.isEmpty()).isEqualTo(naive.isEmpty());
  }

  private static Optional<Grant> longest(List<Grant> grants, S3Path path, Permission permission) {
    return grants.stream()
        .filter(g -> g.permission() == permission && g.scope().covers(path))
        .max(
            Comparator.comparing((Grant g) -> !g.scope().isPrefix())
                .thenComparing(g -> g.scope().key().length()));
  }

  @Property(tries = 200)
  void aGrantThatTookAnothersPlaceStaysWhenTheOtherIsRemoved(@ForAll Permission permission) {
    GrantIndex index = new GrantIndex();
    S3Path scope = S3Path.prefix("b", "p/");
    Grant first = TestGrants.grant(scope, permission, clock, Duration.ofHours(1));
    Grant second = TestGrants.grant(scope, permission, clock, Duration.ofHours(1));
    index.add(first);
    index.add(second);
    index.remove(first);
    assertThat(index.find(scope, permission)).containsSame(second);
  }

  @Provide
  Arbitrary<List<S3Path>> paths() {
    Arbitrary<String> keys =
        Arbitraries.strings().withChars('a', 'b', '/').ofMinLength(0).ofMaxLength(5);
    return Combinators.combine(keys, Arbitraries.of(true, false))
        .as((key, prefix) -> prefix ? S3Path.prefix("b", key) : S3Path.object("b", key))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<Permission>> permissions() {
    return Arbitraries.of(Permission.class).list().ofMinSize(1).ofMaxSize(12);
  }
}
