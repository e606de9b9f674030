package io.github.s3agrants.emulator.grants;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The matcher agrees with a naive one that works on the text of scopes alone. */
final class GrantMatcherPropertyTest {
  private static final Principal CALLER =
      Principal.of("a", "AKIAEMULATORALICE001", "s", "arn:aws:iam::111122223333:user/a");

  @Property
  void agreesWithTheNaiveMatcher(
      @ForAll("grants") List<Grant> grants,
      @ForAll("scopes") S3Scope target,
      @ForAll Permission permission) {
    Optional<Grant> matched = GrantMatcher.closest(grants, CALLER, target, permission);
    List<Grant> candidates =
        grants.stream()
            .filter(grant -> grant.grantee().equals(CALLER.arn()))
            .filter(
                grant ->
                    grant.permission() == permission || grant.permission() == Permission.READWRITE)
            .filter(grant -> naivelyCovers(grant.scope().uri(), isObject(grant), target))
            .toList();
    assertThat(matched.isPresent()).isEqualTo(!candidates.isEmpty());
    matched.ifPresent(
        grant -> {
          assertThat(candidates).contains(grant);
          int longest =
              candidates.stream().mapToInt(other -> fixedLength(other.scope())).max().orElseThrow();
          assertThat(fixedLength(grant.scope())).isEqualTo(longest);
        });
  }

  @Property
  void whatIsCoveredCoversNoMore(
      @ForAll("scopes") S3Scope outer,
      @ForAll("scopes") S3Scope middle,
      @ForAll("scopes") S3Scope inner) {
    assertThat(outer.covers(outer)).isTrue();
    if (outer.covers(middle) && middle.covers(inner)) {
      assertThat(outer.covers(inner)).isTrue();
    }
  }

  @Property
  void prefixScopesReadBackAsWritten(@ForAll("scopes") S3Scope scope) {
    S3Scope read =
        scope.kind() == S3Scope.Kind.OBJECT
            ? S3Scope.parseObject(scope.uri())
            : S3Scope.parse(scope.uri());
    assertThat(read).isEqualTo(scope);
  }

  @Provide
  Arbitrary<List<Grant>> grants() {
    Arbitrary<String> grantees =
        Arbitraries.of(
            CALLER.arn(), "arn:aws:iam::111122223333:user/b", "arn:aws:iam::111122223333:role/a");
    return Combinators.combine(scopes(), grantees, Arbitraries.of(Permission.class))
        .as(
            (scope, grantee, permission) ->
                new Grant("id", "default", null, grantee, permission, scope, Instant.EPOCH))
        .list()
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<S3Scope> scopes() {
    Arbitrary<String> buckets = Arbitraries.of("lake", "other");
    Arbitrary<String> paths = Arbitraries.strings().withChars("ab/").ofMaxLength(4);
    Arbitrary<S3Scope> prefixes = Combinators.combine(buckets, paths).as(S3Scope::prefix);
    Arbitrary<S3Scope> objects =
        Combinators.combine(buckets, paths.filter(path -> !path.isEmpty())).as(S3Scope::object);
    return Arbitraries.oneOf(prefixes, objects);
  }

  /** On the text: a prefix covers what starts with it, an object covers its own text. */
  private static boolean naivelyCovers(String scope, boolean object, S3Scope target) {
    if (object) {
      return target.kind() == S3Scope.Kind.OBJECT && target.uri().equals(scope);
    }
    String fixed = scope.substring(0, scope.length() - 1);
    String wanted =
        target.kind() == S3Scope.Kind.OBJECT
            ? target.uri()
            : target.uri().substring(0, target.uri().length() - 1);
    return wanted.startsWith(fixed);
  }

  private static boolean isObject(Grant grant) {
    return grant.scope().kind() == S3Scope.Kind.OBJECT;
  }

  private static int fixedLength(S3Scope scope) {
    return scope.path().length();
  }
}
