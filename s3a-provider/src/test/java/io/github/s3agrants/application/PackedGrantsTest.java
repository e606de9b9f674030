package io.github.s3agrants.application;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.READWRITE;
import static io.github.s3agrants.access.Permission.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.KnownGrants;
import java.net.ProtocolException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The caller's grants, as they travel. */
class PackedGrantsTest {
  private static PackedGrants pack(List<CallerGrant> grants) {
    return PackedGrants.of(KnownGrants.of("b", grants)).orElseThrow();
  }

  private static GrantPage read(MessageWriter out) throws ProtocolException {
    MessageReader in = new MessageReader(out.toBytes());
    GrantPage page = PackedGrants.read(in, "b");
    in.end();
    return page;
  }

  private static List<CallerGrant> again(List<CallerGrant> grants) throws ProtocolException {
    MessageWriter out = new MessageWriter();
    pack(grants).write(out);
    GrantPage page = read(out);
    assertThat(page.next()).isEmpty();
    return page.grants();
  }

  private static List<String> texts(List<CallerGrant> grants) {
    return grants.stream().map(CallerGrant::toString).sorted().collect(Collectors.toList());
  }

  @Property(tries = 2000)
  void grants_arrive_as_they_are(@ForAll("grants") List<CallerGrant> grants) throws Exception {
    assertThat(texts(again(grants)))
        .isEqualTo(texts(KnownGrants.of("b", grants).all()))
        .containsAll(texts(grants));
  }

  @Provide
  static Arbitrary<List<CallerGrant>> grants() {
    Arbitrary<String> keys =
        Arbitraries.strings()
            .withChars("ab/*% ?\u00FC")
            .ofMaxLength(8)
            .flatMap(
                key -> Arbitraries.of("", "\uD83D\uDE00", "\uD83D\uDE01/", "/x").map(key::concat))
            .filter(key -> !key.isEmpty());
    Arbitrary<S3Path> scopes =
        Combinators.combine(keys, Arbitraries.of(true, false))
            .as((key, prefix) -> prefix ? S3Path.prefix("b", key) : S3Path.object("b", key));
    return Combinators.combine(
            scopes, Arbitraries.of(Permission.class), Arbitraries.of(true, false))
        .as(CallerGrant::new)
        .list()
        .ofMaxSize(20);
  }

  @Test
  void a_grant_on_the_whole_bucket_and_none_at_all_arrive_too() throws Exception {
    CallerGrant bucket = new CallerGrant(S3Path.bucket("b"), READWRITE, false);
    assertThat(texts(again(List.of(bucket)))).isEqualTo(texts(List.of(bucket)));
    assertThat(again(List.of())).isEmpty();
  }

  @Test
  void a_hundred_thousand_grants_on_partitions_fit_into_a_message() throws Exception {
    List<CallerGrant> grants = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      String key =
          String.format(
              "warehouse/sales.db/orders_of_table_%03d/country=DE/day=%05d/", i / 1000, i % 1000);
      grants.add(new CallerGrant(S3Path.prefix("b", key), READ, false));
    }
    Collections.shuffle(grants, new java.util.Random(1));
    assertThat(pack(grants).size()).isLessThan(PackedGrants.MOST_BYTES / 3);
    assertThat(again(grants)).hasSize(100_000);
  }

  private static List<CallerGrant> many(int count, String format) {
    List<CallerGrant> grants = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      grants.add(new CallerGrant(S3Path.prefix("b", String.format(format, i)), WRITE, true));
    }
    return grants;
  }

  @Test
  void what_is_too_much_for_a_message_is_not_packed() {
    // Nothing is shared, and there are 2,000 bytes of each.
    assertThat(PackedGrants.of(KnownGrants.of("b", many(2000, "%04d" + "x".repeat(1996)))))
        .isPresent();
    assertThat(PackedGrants.of(KnownGrants.of("b", many(2200, "%04d" + "x".repeat(1996)))))
        .isEmpty();
    // Nearly everything is shared.
    assertThat(PackedGrants.of(KnownGrants.of("b", many(8000, "x".repeat(1996) + "%04d"))))
        .isPresent();
    assertThat(PackedGrants.of(KnownGrants.of("b", many(9000, "x".repeat(1996) + "%04d"))))
        .isEmpty();
  }

  private static void assertMalformed(MessageWriter out, String why) {
    assertThat(assertThrows(ProtocolException.class, () -> read(out))).hasMessageContaining(why);
  }

  @Test
  void a_key_that_shares_more_than_there_is_is_refused() {
    assertMalformed(new MessageWriter().number(1).octet(4).number(1).text("x"), "shares 1");
    assertMalformed(new MessageWriter().number(1).octet(4).number(-1).text("x"), "shares -1");
    assertMalformed(
        new MessageWriter()
            .number(2)
            .octet(4)
            .number(0)
            .text("\uD83D\uDE00")
            .octet(4)
            .number(1)
            .text("x"),
        "shares 1");
  }

  @Test
  void a_grant_of_an_unknown_kind_is_refused() {
    for (int kind : new int[] {3, 16, 255}) {
      assertMalformed(
          new MessageWriter().number(1).octet(kind).number(0).text("x"), "unknown kind, " + kind);
    }
  }

  /** A few bytes of a message must not become very many characters. */
  @Test
  void a_message_that_would_grow_too_much_is_refused() {
    int length = 1 << 20;
    int count = PackedGrants.MOST_CHARACTERS / length + 1;
    MessageWriter out = new MessageWriter().number(count);
    for (int i = 0; i < count; i++) {
      out.octet(4).number(i == 0 ? 0 : length).text(i == 0 ? "x".repeat(length) : "");
    }
    assertMalformed(out, "too long");
  }

  @Test
  void answers_that_would_make_a_message_too_long_are_asked_again() {
    Answer long4 = Answer.grants(pack(many(2000, "%04d" + "x".repeat(1996))));
    List<Answer> answers = new ArrayList<>(Collections.nCopies(100, long4));
    answers.add(Answer.below(true));
    List<Answer> fitting = Answer.fitting(answers);
    assertThat(fitting.subList(0, 4)).allMatch(answer -> answer.kind() == Answer.Kind.GRANTS);
    assertThat(fitting.subList(4, 100)).allMatch(answer -> answer.kind() == Answer.Kind.PENDING);
    assertThat(fitting.get(4).value(Answer.Kind.PENDING, Duration.class)).isZero();
    assertThat(fitting.get(100).kind()).isEqualTo(Answer.Kind.BELOW);
    assertThat(Messages.encode(fitting, Instant.EPOCH))
        .hasSizeLessThan(4 * PackedGrants.MOST_BYTES + 10_000);
  }
}
