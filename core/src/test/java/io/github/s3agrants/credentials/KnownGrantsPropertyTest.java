package io.github.s3agrants.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

/** Compares the known grants with a list that is searched from end to end. */
class KnownGrantsPropertyTest {
  /** A prefix is as long as the object with the same key, and covers more. */
  private static final Comparator<S3Path> LENGTH =
      Comparator.<S3Path, Integer>comparing(scope -> scope.key().length())
          .thenComparing(S3Path::isPrefix);

  private static final Comparator<S3Path> BYTES =
      Comparator.comparing(
          scope -> scope.key().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  @Property(tries = 3000)
  void the_closest_grant_is_that_of_a_search_from_end_to_end(
      @ForAll("grants") List<CallerGrant> all,
      @ForAll("paths") List<S3Path> paths,
      @ForAll Permission needed) {
    KnownGrants known = KnownGrants.of("b", all);
    for (S3Path path : paths) {
      Optional<CallerGrant> expected =
          closest(all, path, needed, false).or(() -> closest(all, path, needed, true));
      assertThat(known.closest(path, needed).map(CallerGrant::toString))
          .as("%s on %s of %s", needed, path, all)
          .isEqualTo(expected.map(CallerGrant::toString));
      assertThat(known.permits(Access.of("Any", needed, path))).isEqualTo(expected.isPresent());
    }
  }

  private static Optional<CallerGrant> closest(
      List<CallerGrant> all, S3Path path, Permission needed, boolean bound) {
    List<CallerGrant> serve =
        all.stream()
            .filter(grant -> grant.isBoundToApplication() == bound)
            .filter(grant -> grant.permission().covers(needed))
            .filter(grant -> grant.scope().covers(path))
            .toList();
    return serve.stream()
        .map(CallerGrant::scope)
        .max(LENGTH)
        .map(
            scope ->
                new CallerGrant(
                    scope,
                    serve.stream()
                            .filter(grant -> grant.scope().equals(scope))
                            .anyMatch(grant -> grant.permission() == Permission.READWRITE)
                        ? Permission.READWRITE
                        : needed,
                    bound));
  }

  @Property(tries = 3000)
  void what_lies_below_is_that_of_a_search_from_end_to_end(
      @ForAll("grants") List<CallerGrant> all, @ForAll("paths") List<S3Path> paths) {
    KnownGrants known = KnownGrants.of("b", all);
    for (S3Path path : paths) {
      List<S3Path> below = scopes(all.stream()).filter(path::isAbove).toList();
      assertThat(known.below(path)).containsExactlyInAnyOrderElementsOf(below);
      assertThat(known.areBelow(path)).isEqualTo(!below.isEmpty());
      List<S3Path> readable =
          scopes(all.stream().filter(grant -> grant.permission().covers(Permission.READ)))
              .filter(path::isAbove)
              .toList();
      assertThat(known.areReadableBelow(path)).isEqualTo(!readable.isEmpty());
      assertThat(known.readableBelow(path))
          .as("below %s of %s", path, all)
          .isEqualTo(
              readable.stream()
                  .filter(
                      scope ->
                          readable.stream()
                              .noneMatch(other -> !other.equals(scope) && other.covers(scope)))
                  .sorted(BYTES)
                  .toList());
      assertThat(known.isObject(path))
          .isEqualTo(
              !path.isPrefix() && all.stream().anyMatch(grant -> grant.scope().equals(path)));
    }
  }

  @Property(tries = 1000)
  void all_grants_are_kept_once(@ForAll("grants") List<CallerGrant> all) {
    KnownGrants known = KnownGrants.of("b", all);
    assertThat(known.all().stream().map(CallerGrant::toString))
        .containsExactlyInAnyOrderElementsOf(
            all.stream()
                .filter(grant -> grant.scope().bucket().equals("b"))
                .map(CallerGrant::toString)
                .distinct()
                .toList());
    assertThat(known.size()).isEqualTo((int) scopes(all.stream()).count());
  }

  private static Stream<S3Path> scopes(Stream<CallerGrant> grants) {
    return grants.map(CallerGrant::scope).filter(scope -> scope.bucket().equals("b")).distinct();
  }

  /** Few characters, so that one key often begins another. */
  private static Arbitrary<String> keys() {
    return Arbitraries.of("a", "b", "/", "/", "-", "0", "\uFFFD", "\uD83D\uDE00", "\uD83D\uDE01")
        .list()
        .ofMaxSize(5)
        .map(parts -> String.join("", parts));
  }

  private static Arbitrary<S3Path> path(Arbitrary<String> buckets) {
    return Combinators.combine(buckets, keys(), Arbitraries.of(true, true, false))
        .as(
            (bucket, key, prefix) ->
                prefix ? S3Path.prefix(bucket, key) : S3Path.object(bucket, key));
  }

  @Provide
  Arbitrary<List<S3Path>> paths() {
    return path(Arbitraries.just("b")).list().ofMinSize(1).ofMaxSize(10);
  }

  @Provide
  Arbitrary<List<CallerGrant>> grants() {
    return Combinators.combine(
            path(Arbitraries.of("b", "b", "b", "b", "b", "b2")),
            Arbitraries.of(Permission.class),
            Arbitraries.of(false, false, true))
        .as(CallerGrant::new)
        .list()
        .ofMaxSize(20);
  }
}
