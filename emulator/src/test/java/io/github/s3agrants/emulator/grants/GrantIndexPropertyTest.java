package io.github.s3agrants.emulator.grants;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.scope.S3Scope;
import io.github.s3agrants.testkit.TestPrincipals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The index finds the same grant as a scan of all grants. */
final class GrantIndexPropertyTest {
  private static final String USER = "a1b2c3d4-5678-90ab-cdef-00000000000";
  private static final String GROUP = "01234567-89ab-cdef-0123-00000000000";
  private static final String APPLICATION = "arn:aws:sso::111122223333:application/ssoins-1/apl-";

  /** A request for access. */
  record Question(Principal caller, S3Scope target, Permission permission) {}

  @Property(tries = 5000)
  void agrees_with_the_naive_matcher(
      @ForAll("lines") List<NaiveMatcher.Line> lines,
      @ForAll("questions") List<Question> questions,
      @ForAll("numbers") List<Integer> deleted) {
    List<NaiveMatcher.Line> left = new ArrayList<>(lines);
    GrantIndex index = new GrantIndex();
    List<GrantIndex.Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      GrantIndex.Entry entry = new GrantIndex.Entry(i + 1L, grant(lines.get(i), i));
      entries.add(entry);
      index.add(entry);
    }
    for (int number : deleted) {
      if (number < left.size()) {
        left.remove(number);
        index.remove(entries.remove(number));
      }
    }
    for (Question question : questions) {
      Optional<Grant> found =
          index.closest(
              GrantCaller.of(question.caller()), question.target(), question.permission());
      Optional<Integer> expected =
          NaiveMatcher.match(
              left,
              question.caller(),
              "s3://" + question.target().bucket() + "/" + question.target().path(),
              question.target().kind() == S3Scope.Kind.OBJECT,
              question.permission());
      assertThat(found).isEqualTo(expected.map(number -> entries.get(number).grant()));
    }
  }

  @Property
  void what_is_covered_covers_no_more(
      @ForAll("scopes") S3Scope outer,
      @ForAll("scopes") S3Scope middle,
      @ForAll("scopes") S3Scope inner) {
    assertThat(outer.covers(outer)).isTrue();
    if (outer.covers(middle) && middle.covers(inner)) {
      assertThat(outer.covers(inner)).isTrue();
    }
  }

  @Property
  void scopes_read_back_as_written(@ForAll("scopes") S3Scope scope) {
    S3Scope read =
        scope.kind() == S3Scope.Kind.OBJECT
            ? S3Scope.parseObject(scope.uri())
            : S3Scope.parse(scope.uri());
    assertThat(read).isEqualTo(scope);
  }

  private static Grant grant(NaiveMatcher.Line line, int number) {
    String rest = line.scope().substring("s3://".length());
    int slash = rest.indexOf('/');
    String bucket = rest.substring(0, slash);
    String path = rest.substring(slash + 1);
    return new Grant(
        "id" + number,
        "default",
        null,
        new Grantee(line.type(), line.grantee()),
        line.permission(),
        line.application(),
        line.object() ? S3Scope.object(bucket, path) : S3Scope.prefix(bucket, path),
        Instant.EPOCH);
  }

  @Provide
  Arbitrary<List<NaiveMatcher.Line>> lines() {
    Arbitrary<Grantee> grantees =
        Arbitraries.of(
            new Grantee(GranteeType.IAM, "arn:aws:iam::111122223333:user/a"),
            new Grantee(GranteeType.IAM, "arn:aws:iam::444455556666:user/a"),
            new Grantee(GranteeType.IAM, "arn:aws:iam::111122223333:role/a"),
            new Grantee(GranteeType.IAM, "arn:aws:iam::111122223333:role/team/a"),
            new Grantee(GranteeType.IAM, "arn:aws:iam::111122223333:role/ba"),
            new Grantee(GranteeType.DIRECTORY_USER, USER + "1"),
            new Grantee(GranteeType.DIRECTORY_USER, GROUP + "1"),
            new Grantee(GranteeType.DIRECTORY_GROUP, GROUP + "1"),
            new Grantee(GranteeType.DIRECTORY_GROUP, GROUP + "2"));
    return Combinators.combine(scopes(), grantees, Arbitraries.of(Permission.class), applications())
        .as(
            (scope, grantee, permission, application) ->
                new NaiveMatcher.Line(
                    "s3://" + scope.bucket() + "/" + scope.path(),
                    scope.kind() == S3Scope.Kind.OBJECT,
                    grantee.type(),
                    grantee.identifier(),
                    permission,
                    application.orElse(null)))
        .list()
        .ofMaxSize(30);
  }

  @Provide
  Arbitrary<List<Question>> questions() {
    Arbitrary<String> arns =
        Arbitraries.of(
            "arn:aws:iam::111122223333:user/a",
            "arn:aws:iam::111122223333:role/a",
            "arn:aws:iam::111122223333:role/other/a",
            "arn:aws:iam::111122223333:root",
            "arn:aws:sts::111122223333:assumed-role/a/session",
            "arn:aws:sts::444455556666:assumed-role/a/session");
    Arbitrary<Optional<DirectoryIdentity>> directories =
        Combinators.combine(
                Arbitraries.of(USER + "1", USER + "2", GROUP + "1").optional(),
                Arbitraries.of(GROUP + "1", GROUP + "2").list().ofMaxSize(2),
                applications())
            .as(
                (user, groups, application) ->
                    new DirectoryIdentity(user.orElse(null), groups, application.orElse(null)))
            .optional();
    Arbitrary<Principal> callers =
        Combinators.combine(arns, directories).as(GrantIndexPropertyTest::caller);
    return Combinators.combine(callers, scopes(), Arbitraries.of(Permission.class))
        .as(Question::new)
        .list()
        .ofSize(10);
  }

  private static Principal caller(String arn, Optional<DirectoryIdentity> directory) {
    @Nullable DirectoryIdentity identity = directory.orElse(null);
    Principal principal = TestPrincipals.named("a", arn);
    return identity == null ? principal : principal.withDirectory(identity);
  }

  @Provide
  Arbitrary<List<Integer>> numbers() {
    return Arbitraries.integers().between(0, 29).list().ofMaxSize(8);
  }

  private static Arbitrary<Optional<String>> applications() {
    return Arbitraries.of(APPLICATION + "1", APPLICATION + "2").optional(0.3);
  }

  @Provide
  Arbitrary<S3Scope> scopes() {
    Arbitrary<String> buckets = Arbitraries.of("lake", "other");
    Arbitrary<String> paths = Arbitraries.strings().withChars("ab/\u00e9").ofMaxLength(5);
    Arbitrary<S3Scope> prefixes = Combinators.combine(buckets, paths).as(S3Scope::prefix);
    Arbitrary<S3Scope> objects =
        Combinators.combine(buckets, paths.filter(path -> !path.isEmpty())).as(S3Scope::object);
    return Arbitraries.oneOf(prefixes, objects);
  }
}
