package io.github.s3agrants.application;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.READWRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.KnownGrants;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.Usage;
import io.github.s3agrants.credentials.VendedAnswer;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.settings.FileSystemIdentity;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The form in which questions and answers travel. */
class MessagesTest {
  private static final FileSystemIdentity IDENTITY =
      new FileSystemIdentity("alice", Map.of("fs.s3a.access.key", "0a1b"), Map.of("a", "b"));
  private static final Instant DRIVERS_NOW = Instant.parse("2026-11-26T12:00:00.123Z");

  /** An hour behind the driver's clock. */
  private static final Instant ASKED = DRIVERS_NOW.minusSeconds(3600);

  private static Question vend(S3Path path, Permission permission) {
    return Question.vend(
        IDENTITY,
        Access.of("GetObject", permission, path),
        Optional.of("op=op_open&id=1"),
        Optional.of("ASIAHELD"),
        true,
        List.of("ASIAREJECTED"));
  }

  private static Question again(Question question) throws ProtocolException {
    MessageReader in = Messages.open(Messages.encode(List.of(question)));
    assertThat(in.name(Messages.Type.class)).isEqualTo(Messages.Type.QUESTIONS);
    return Messages.questions(in).get(0);
  }

  private static Answer again(Answer answer) throws ProtocolException {
    Question question = vend(S3Path.object("b", "k"), READ);
    return Messages.answers(Messages.encode(List.of(answer), DRIVERS_NOW), List.of(question), ASKED)
        .get(0);
  }

  private static VendedCredentials vended(String key, S3Path scope, Permission permission) {
    return VendedCredentials.of(
        scope,
        permission,
        SigningCredentials.session(key, "very-secret", "very-secret-token", Optional.empty()),
        DRIVERS_NOW.minusSeconds(600),
        DRIVERS_NOW.plusSeconds(3000),
        DRIVERS_NOW.plusSeconds(3007));
  }

  @Test
  void a_question_arrives_as_it_was_asked() throws Exception {
    Question question = again(vend(S3Path.object("b", "a key/ü\n*?#%"), READ));
    assertThat(question.kind()).isEqualTo(Question.Kind.VEND);
    assertThat(question.bucket()).isEqualTo("b");
    assertThat(question.access().path()).isEqualTo(S3Path.object("b", "a key/ü\n*?#%"));
    assertThat(question.access().permission()).isEqualTo(READ);
    assertThat(question.access().operation()).isEqualTo("GetObject");
    assertThat(question.auditContext()).contains("op=op_open&id=1");
    assertThat(question.heldAccessKey()).contains("ASIAHELD");
    assertThat(question.refused()).isTrue();
    assertThat(question.rejected()).containsExactly("ASIAREJECTED");
    assertThat(question.identity().user()).isEqualTo("alice");
    assertThat(question.identity().callers()).isEqualTo(IDENTITY.callers());
    assertThat(question.identity().services()).isEqualTo(IDENTITY.services());
    assertThat(again(Question.below(IDENTITY, S3Path.prefix("b", "p/"))).access().path())
        .isEqualTo(S3Path.prefix("b", "p/"));
    assertThat(again(Question.caller(IDENTITY, "b")).kind()).isEqualTo(Question.Kind.CALLER);
    Question grants = again(Question.grants(IDENTITY, "b"));
    assertThat(grants.kind()).isEqualTo(Question.Kind.GRANTS);
    assertThat(grants.bucket()).isEqualTo("b");
    assertThat(grants.identity().callers()).isEqualTo(IDENTITY.callers());
  }

  /** The executor's clock need not agree with the driver's. */
  @Test
  void credentials_end_in_the_executor_when_they_end_in_the_driver() throws Exception {
    S3Path scope = S3Path.prefix("b", "p/");
    VendedAnswer answer =
        again(
                Answer.vended(
                    VendedAnswer.of(
                        vended("ASIA1", scope, READ).withUnexpectedScope("s3://odd"),
                        List.of(
                            new VendedAnswer.Other(
                                Access.of("PutObject", READWRITE, S3Path.object("b", "q/1")),
                                vended("ASIA2", S3Path.object("b", "q/1"), READWRITE))))))
            .value(Answer.Kind.VENDED, VendedAnswer.class);
    VendedCredentials main = answer.credentials();
    assertThat(main.scope()).isEqualTo(scope);
    assertThat(main.permission()).isEqualTo(READ);
    assertThat(main.signing().accessKeyId()).isEqualTo("ASIA1");
    assertThat(main.signing().secretAccessKey()).isEqualTo("very-secret");
    assertThat(main.signing().sessionToken()).contains("very-secret-token");
    assertThat(main.vended()).isEqualTo(ASKED.minusSeconds(600));
    assertThat(main.life()).isEqualTo(Duration.ofHours(1));
    assertThat(main.expiration()).isEqualTo(DRIVERS_NOW.plusSeconds(3007));
    assertThat(main.hasExpired(ASKED.plusSeconds(2999).toEpochMilli())).isFalse();
    assertThat(main.hasExpired(ASKED.plusSeconds(3000).toEpochMilli())).isTrue();
    assertThat(main.unexpectedScope()).contains("s3://odd");
    VendedAnswer.Other other = answer.others().get(0);
    assertThat(other.asked().path()).isEqualTo(S3Path.object("b", "q/1"));
    assertThat(other.asked().permission()).isEqualTo(READWRITE);
    assertThat(other.credentials().scope()).isEqualTo(S3Path.object("b", "q/1"));
  }

  @Test
  void a_failure_arrives_with_all_that_explains_it() throws Exception {
    AccessGrantsException failure =
        new AccessGrantsException(
                AccessGrantsException.Kind.DENIED, "AccessDenied: no", "request-1", null)
            .of(new AccessGrantsInstance("111122223333", "us-east-1"))
            .at(Optional.of(URI.create("https://host:1")))
            .lasting(Duration.ofSeconds(7));
    AccessGrantsException arrived =
        assertThrows(
            AccessGrantsException.class,
            () -> again(Answer.failed(failure)).value(Answer.Kind.VENDED, VendedAnswer.class));
    assertThat(arrived.kind()).isEqualTo(AccessGrantsException.Kind.DENIED);
    assertThat(arrived).hasMessage("AccessDenied: no");
    assertThat(arrived.requestId()).contains("request-1");
    assertThat(arrived.instance().orElseThrow().account()).isEqualTo("111122223333");
    assertThat(arrived.instance().orElseThrow().region()).isEqualTo("us-east-1");
    assertThat(arrived.asked()).contains(URI.create("https://host:1"));
    assertThat(arrived.lasting()).contains(Duration.ofSeconds(7));
  }

  @Test
  void the_other_answers_arrive_too_and_are_not_taken_for_one_another() throws Exception {
    Caller caller = Caller.identified("arn:aws:iam::1:user/a", "id", "111122223333");
    assertThat(again(Answer.caller(caller)).value(Answer.Kind.CALLER, Caller.class))
        .isEqualTo(caller);
    assertThat(again(Answer.below(true)).value(Answer.Kind.BELOW, Boolean.class)).isTrue();
    Answer pending = again(Answer.pending(Duration.ofMillis(30)));
    assertThat(pending.value(Answer.Kind.PENDING, Duration.class)).isEqualTo(Duration.ofMillis(30));
    AccessGrantsException other =
        assertThrows(
            AccessGrantsException.class,
            () -> again(Answer.below(true)).value(Answer.Kind.CALLER, Caller.class));
    assertThat(other.kind()).isEqualTo(AccessGrantsException.Kind.BAD_RESPONSE);
  }

  /** Invariant 4. */
  @Test
  void no_message_shows_a_credential() {
    VendedAnswer answer =
        VendedAnswer.of(
            vended("ASIA1", S3Path.prefix("b", "p/"), READ),
            List.of(
                new VendedAnswer.Other(
                    Access.of("GetObject", READ, S3Path.object("b", "k")),
                    vended("ASIA2", S3Path.prefix("b", "q/"), READ))));
    assertThat(
            List.of(
                answer.toString(),
                answer.others().toString(),
                Answer.vended(answer).toString(),
                vend(S3Path.object("b", "k"), READ).toString(),
                IDENTITY.toString()))
        .allSatisfy(
            text ->
                assertThat(text)
                    .doesNotContain("very-secret")
                    .doesNotContain("ASIA")
                    .doesNotContain("0a1b"));
  }

  @Test
  void another_version_is_named_on_both_sides() {
    byte[] questions = Messages.encode(List.of(vend(S3Path.object("b", "k"), READ)));
    questions[3] = 9;
    assertThat(assertThrows(ProtocolException.class, () -> Messages.open(questions)))
        .hasMessageContaining("an executor speaks version 9")
        .hasMessageContaining("this one " + Messages.VERSION);
    byte[] answers = Messages.encode(List.of(), DRIVERS_NOW);
    answers[3] = 9;
    assertThat(
            assertThrows(
                ProtocolException.class, () -> Messages.answers(answers, List.of(), ASKED)))
        .hasMessageContaining("the driver speaks version 9");
  }

  @Test
  void a_failure_of_the_whole_batch_says_why() {
    AccessGrantsException failure =
        assertThrows(
            AccessGrantsException.class,
            () ->
                Messages.answers(
                    Messages.encode("because"),
                    List.of(vend(S3Path.object("b", "k"), READ)),
                    ASKED));
    assertThat(failure).hasMessage("The driver answers: because");
  }

  @Test
  void an_audit_context_that_no_service_takes_is_refused() {
    Question question =
        Question.vend(
            IDENTITY,
            Access.of("GetObject", READ, S3Path.object("b", "k")),
            Optional.of("x".repeat(2049)),
            Optional.empty(),
            false,
            List.of());
    assertThat(assertThrows(ProtocolException.class, () -> again(question)))
        .hasMessageContaining("audit context");
  }

  @Test
  void what_was_used_arrives_as_it_was_reported() throws Exception {
    Usage usage = new Usage();
    usage.refused(Access.of("GetObject", READ, S3Path.object("b", "k")));
    MessageReader in = Messages.open(UsageReport.of("7", usage).toMessage());
    assertThat(in.name(Messages.Type.class)).isEqualTo(Messages.Type.USAGE);
    UsageReport report = UsageReport.read(in);
    assertThat(report.executor()).isEqualTo("7");
    assertThat(report.rows())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.path()).isEqualTo(S3Path.object("b", "k"));
              assertThat(row.vends()).isEqualTo(1);
              assertThat(row.refused()).isTrue();
            });
  }

  /**
   * Whoever sends it, a message is read or refused, and nothing is allocated for what it claims.
   */
  @Property(tries = 3000)
  void a_damaged_message_is_refused_and_never_anything_worse(@ForAll("damaged") byte[] message) {
    try {
      MessageReader in = Messages.open(message);
      if (in.name(Messages.Type.class) == Messages.Type.USAGE) {
        var unused = UsageReport.read(in);
      } else {
        var unused = Messages.questions(in);
      }
    } catch (ProtocolException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    try {
      var unused = Messages.answers(message, List.of(vend(S3Path.object("b", "k"), READ)), ASKED);
    } catch (ProtocolException | AccessGrantsException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @Provide
  static Arbitrary<byte[]> damaged() {
    byte[] questions = Messages.encode(List.of(vend(S3Path.object("b", "k"), READ)));
    byte[] answers =
        Messages.encode(
            List.of(
                Answer.vended(VendedAnswer.of(vended("ASIA1", S3Path.prefix("b", "p/"), READ)))),
            DRIVERS_NOW);
    byte[] grants =
        Messages.encode(
            List.of(
                Answer.grants(
                    PackedGrants.of(
                            KnownGrants.of(
                                "b",
                                List.of(
                                    new CallerGrant(
                                        S3Path.prefix("b", "p/\uD83D\uDE00/"), READ, false),
                                    new CallerGrant(
                                        S3Path.object("b", "p/\uD83D\uDE01"), READWRITE, true),
                                    new CallerGrant(S3Path.prefix("b", "p/q/"), READ, true))))
                        .orElseThrow())),
            DRIVERS_NOW);
    Arbitrary<byte[]> whole =
        Arbitraries.of(
            questions,
            answers,
            grants,
            UsageReport.of("1", new Usage()).toMessage(),
            "text".getBytes(StandardCharsets.UTF_8));
    Arbitrary<byte[]> changed =
        whole.flatMap(
            message ->
                Arbitraries.integers()
                    .between(0, message.length - 1)
                    .flatMap(
                        at ->
                            Arbitraries.bytes()
                                .map(
                                    value -> {
                                      byte[] copy = message.clone();
                                      copy[at] = value;
                                      return copy;
                                    })));
    Arbitrary<byte[]> cut =
        whole.flatMap(
            message ->
                Arbitraries.integers()
                    .between(0, message.length)
                    .map(length -> Arrays.copyOf(message, length)));
    return Arbitraries.oneOf(changed, cut, Arbitraries.bytes().array(byte[].class).ofMaxSize(60));
  }
}
