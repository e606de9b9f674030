package io.github.s3agrants.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.S3Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantScopeTest {
  private static final S3Path REQUESTED = S3Path.object("b", "p/k");

  private static GrantScope scope(@Nullable String text, S3Path requested) {
    return GrantScope.of(text, requested, Privilege.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({
    "s3://b/p/*, p/",
    "s3://b/p*, p",
    "s3://b/*, ''",
    "s3://b*, ''",
    // Several stars count as one.
    "s3://b/p/**, p/",
    "s3://b/p****, p",
    "s3://b/**, ''",
    "s3://b**, ''"
  })
  void reads_prefixes(String text, String prefix) {
    assertThat(scope(text, REQUESTED).path()).isEqualTo(S3Path.prefix("b", prefix));
    assertThat(scope(text, REQUESTED).isExpected()).isTrue();
  }

  @Test
  void reads_objects() {
    assertThat(scope("s3://b/p/k", REQUESTED).path()).isEqualTo(REQUESTED);
    assertThat(scope("s3://b/p/k", REQUESTED).isExpected()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://b/q/*",
        "s3://c/*",
        "s3://c*",
        "s3://b/p/k2",
        "s3://b/p",
        "s3://b/p/",
        "s3://b/",
        "s3://b",
        "s3://",
        "s3://*",
        "s3://**",
        "s3:///*",
        "S3://b/p/*",
        "b/p/*",
        "https://b/p/*",
        " s3://b/p/*",
        "",
        "*",
        "**",
        "s3://b/p*/*",
        "s3://b*/*",
        "s3://b/*/p/*"
      })
  void what_says_nothing_serves_the_requested_target_alone(String text) {
    for (S3Path requested : new S3Path[] {REQUESTED, S3Path.prefix("b", "p/k/")}) {
      assertThat(scope(text, requested).path()).isEqualTo(requested);
      assertThat(scope(text, requested).isExpected()).isFalse();
    }
  }

  /** The name of another bucket may begin with that of the named bucket. */
  @Test
  void a_bucket_is_named_whole() {
    S3Path longer = S3Path.object("b2", "p/k");
    assertThat(scope("s3://b*", longer).path()).isEqualTo(longer);
  }

  @Test
  void no_scope_at_all_is_the_requested_target() {
    assertThat(scope(null, REQUESTED).path()).isEqualTo(REQUESTED);
    assertThat(scope(null, REQUESTED).isExpected()).isTrue();
  }

  @Test
  void minimal_credentials_cover_the_request_alone_whatever_matched() {
    for (String text : new String[] {"s3://b/*", "s3://b/p/**", "", "s3://b/q/*"}) {
      GrantScope scope = GrantScope.of(text, REQUESTED, Privilege.MINIMAL);
      assertThat(scope.path()).isEqualTo(REQUESTED);
      assertThat(scope.isExpected()).isTrue();
    }
  }

  @Test
  void an_object_whose_name_ends_in_a_star_is_not_read_as_a_prefix() {
    S3Path object = S3Path.object("b", "p*");
    for (String text : new String[] {"s3://b/p*", "s3://b/p**", "s3://b/p***"}) {
      assertThat(scope(text, object).path()).as(text).isEqualTo(object);
      assertThat(scope(text, object).isExpected()).isTrue();
    }
    assertThat(scope("s3://b/*", object).path()).isEqualTo(S3Path.bucket("b"));
    assertThat(scope("s3://b/p*", S3Path.object("b", "p")).path())
        .isEqualTo(S3Path.prefix("b", "p"));
  }

  /** Scopes of listed grants, which have no requested target to cover. */
  @Test
  void reads_listed_scopes() {
    assertThat(GrantScope.parse("s3://b/p/**")).contains(S3Path.prefix("b", "p/"));
    assertThat(GrantScope.parse("s3://b/p/k")).contains(S3Path.object("b", "p/k"));
    assertThat(GrantScope.parse("s3://b*")).contains(S3Path.bucket("b"));
    assertThat(GrantScope.parse("s3://b")).isEmpty();
    assertThat(GrantScope.parse("s3://b/p*q/*")).isEmpty();
  }

  /**
   * Whatever the service writes, the scope covers the requested target. It covers another key only
   * if that key begins with the text, without the stars at its end.
   */
  @Property(tries = 20_000)
  void no_text_widens_anything(
      @ForAll("texts") String text,
      @ForAll("keys") String key,
      @ForAll boolean prefix,
      @ForAll("keys") String other) {
    S3Path requested = prefix ? S3Path.prefix("b", key) : S3Path.object("b", key);

    S3Path path = scope(text, requested).path();

    assertThat(path.covers(requested)).isTrue();
    S3Path another = S3Path.object("b", other);
    if (path.covers(another) && !requested.covers(another)) {
      String start = text.replaceFirst("\\*+$", "");
      assertThat(text).endsWith("*");
      assertThat(start).doesNotContain("*");
      assertThat("s3://b/" + other).startsWith(start);
      assertThat(start).startsWith("s3://b");
    }
    assertThat(path.bucket()).isEqualTo("b");
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> ends =
        Arbitraries.strings().withChars('a', 'b', '/', '*', '?', ' ', '\n').ofMaxLength(6);
    return Arbitraries.oneOf(
        Arbitraries.of("s3://b/", "s3://b", "s3://", "s3://c/", "S3://b/", "b/", "")
            .flatMap(start -> ends.map(end -> start + end)),
        Arbitraries.strings().ofMaxLength(12));
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.strings()
        .withChars('a', 'b', '/', '*', '?', ' ', '\n')
        .ofMinLength(1)
        .ofMaxLength(6);
  }
}
