package io.github.s3agrants.application;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.VendedAnswer;
import io.github.s3agrants.credentials.VendedCredentials;
import java.net.ProtocolException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the driver answers to one question. Times are sent as durations, since the clocks of two
 * machines differ. Immutable; {@code toString} shows no part of credentials.
 */
final class Answer {
  /** The kind of an answer. */
  enum Kind {
    /** There is no answer yet: ask again after a pause. */
    PENDING,
    FAILED,
    CALLER,
    VENDED,
    BELOW,
    /** The caller's grants: packed in the driver, and a page of all in an executor. */
    GRANTS
  }

  /**
   * The most bytes of grants in the answers to one message. Executors seldom ask for more than one
   * bucket at a time.
   */
  private static final int MOST_BYTES_OF_GRANTS = 4 * PackedGrants.MOST_BYTES;

  private final Kind kind;
  private final @Nullable Object value;

  private Answer(Kind kind, @Nullable Object value) {
    this.kind = kind;
    this.value = value;
  }

  static Answer pending(Duration pause) {
    return new Answer(Kind.PENDING, pause);
  }

  static Answer failed(AccessGrantsException failure) {
    return new Answer(Kind.FAILED, failure);
  }

  static Answer caller(Caller caller) {
    return new Answer(Kind.CALLER, caller);
  }

  static Answer vended(VendedAnswer vended) {
    return new Answer(Kind.VENDED, vended);
  }

  static Answer below(boolean isBelow) {
    return new Answer(Kind.BELOW, isBelow);
  }

  static Answer grants(PackedGrants grants) {
    return new Answer(Kind.GRANTS, grants);
  }

  /** Answers to one message, of which those that would make it too long have to be asked again. */
  static List<Answer> fitting(List<Answer> answers) {
    List<Answer> all = new ArrayList<>();
    long bytes = 0;
    for (Answer answer : answers) {
      int more =
          answer.kind == Kind.GRANTS ? answer.value(Kind.GRANTS, PackedGrants.class).size() : 0;
      boolean fits = bytes + more <= MOST_BYTES_OF_GRANTS;
      bytes += fits ? more : 0;
      all.add(fits ? answer : pending(Duration.ZERO));
    }
    return all;
  }

  /** Answers to one process, without credentials along with an answer that another brings too. */
  static List<Answer> withoutRepeats(List<Answer> answers) {
    Set<VendedCredentials> sent = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Answer answer : answers) {
      if (answer.kind == Kind.VENDED) {
        sent.add(answer.value(Kind.VENDED, VendedAnswer.class).credentials());
      }
    }
    List<Answer> all = new ArrayList<>();
    for (Answer answer : answers) {
      all.add(
          answer.kind == Kind.VENDED
              ? vended(
                  answer
                      .value(Kind.VENDED, VendedAnswer.class)
                      .withOthers(other -> sent.add(other.credentials())))
              : answer);
    }
    return all;
  }

  Kind kind() {
    return kind;
  }

  /**
   * The value of an answer that is of a kind.
   *
   * @throws AccessGrantsException the failure that it is instead, or that it is of another kind
   */
  <T> T value(Kind expected, Class<T> type) {
    if (kind == Kind.FAILED && expected != Kind.FAILED) {
      throw (AccessGrantsException) requireNonNull(value);
    }
    if (kind != expected) {
      throw new AccessGrantsException(
          AccessGrantsException.Kind.BAD_RESPONSE,
          "The driver gave an answer to another question: " + kind + ".");
    }
    return type.cast(requireNonNull(value));
  }

  /**
   * Writes the answer.
   *
   * @param now the time by the clock that vended credentials are timed with
   */
  void write(MessageWriter out, Instant now) {
    out.name(kind);
    switch (kind) {
      case PENDING:
        out.number(value(Kind.PENDING, Duration.class).toMillis());
        break;
      case FAILED:
        write(value(Kind.FAILED, AccessGrantsException.class), out);
        break;
      case CALLER:
        Caller caller = value(Kind.CALLER, Caller.class);
        out.text(caller.principal()).text(caller.id()).text(caller.account());
        break;
      case VENDED:
        VendedAnswer vended = value(Kind.VENDED, VendedAnswer.class);
        write(vended.credentials(), out, now);
        out.number(vended.others().size());
        for (VendedAnswer.Other other : vended.others()) {
          out.access(other.asked());
          write(other.credentials(), out, now);
        }
        break;
      case BELOW:
        out.flag(value(Kind.BELOW, Boolean.class));
        break;
      case GRANTS:
        value(Kind.GRANTS, PackedGrants.class).write(out);
        break;
    }
  }

  private static void write(AccessGrantsException failure, MessageWriter out) {
    out.name(failure.kind())
        .text(String.valueOf(failure.getMessage()))
        .text(failure.requestId())
        .text(failure.instance().map(AccessGrantsInstance::account))
        .text(failure.instance().map(AccessGrantsInstance::region))
        .text(failure.asked().map(URI::toString))
        .flag(failure.lasting().isPresent());
    failure.lasting().ifPresent(left -> out.number(left.toMillis()));
  }

  private static void write(VendedCredentials vended, MessageWriter out, Instant now) {
    SigningCredentials credentials = vended.signing();
    out.path(vended.scope())
        .name(vended.permission())
        .text(credentials.accessKeyId())
        .text(credentials.secretAccessKey())
        .text(credentials.sessionToken())
        .number(Duration.between(vended.vended(), now).toMillis())
        .number(vended.life().toMillis())
        .number(vended.expiration().toEpochMilli())
        .text(vended.unexpectedScope());
  }

  /**
   * Reads an answer.
   *
   * @param bucket of the question
   * @param asked when the question was sent, by the clock that vended credentials are timed with:
   *     what is counted from it ends no later than in the driver
   */
  static Answer read(MessageReader in, String bucket, Instant asked) throws ProtocolException {
    Kind kind = in.name(Kind.class);
    switch (kind) {
      case PENDING:
        return pending(Duration.ofMillis(in.longNumber()));
      case FAILED:
        return failed(readFailure(in));
      case CALLER:
        return caller(Caller.of(in.text(), in.text(), in.optionalText()));
      case VENDED:
        return vended(
            VendedAnswer.of(readVended(in, bucket, asked), readOthers(in, bucket, asked)));
      case BELOW:
        return below(in.flag());
      case GRANTS:
        return new Answer(Kind.GRANTS, PackedGrants.read(in, bucket));
    }
    throw new AssertionError(kind);
  }

  private static AccessGrantsException readFailure(MessageReader in) throws ProtocolException {
    AccessGrantsException failure =
        new AccessGrantsException(
            in.name(AccessGrantsException.Kind.class),
            in.text(),
            in.optionalText().orElse(null),
            null);
    Optional<String> account = in.optionalText();
    Optional<String> region = in.optionalText();
    Optional<String> asked = in.optionalText();
    if (account.isPresent() && region.isPresent()) {
      failure = failure.of(new AccessGrantsInstance(account.get(), region.get()));
    }
    if (asked.isPresent()) {
      failure = failure.at(uri(asked.get()));
    }
    return in.flag() ? failure.lasting(duration(in)) : failure;
  }

  private static Optional<URI> uri(String text) throws ProtocolException {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("Malformed message: an endpoint is no URI.");
    }
  }

  private static Duration duration(MessageReader in) throws ProtocolException {
    long millis = in.longNumber();
    if (millis < 0) {
      throw new ProtocolException("Malformed message: a duration is negative.");
    }
    return Duration.ofMillis(millis);
  }

  private static List<VendedAnswer.Other> readOthers(MessageReader in, String bucket, Instant asked)
      throws ProtocolException {
    List<VendedAnswer.Other> others = new ArrayList<>();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      Access access = in.access(bucket);
      others.add(new VendedAnswer.Other(access, readVended(in, bucket, asked)));
    }
    return others;
  }

  private static VendedCredentials readVended(MessageReader in, String bucket, Instant asked)
      throws ProtocolException {
    var scope = in.path(bucket);
    var permission = in.name(Permission.class);
    String accessKeyId = in.text();
    String secretAccessKey = in.text();
    Optional<String> sessionToken = in.optionalText();
    Instant vended = asked.minus(duration(in));
    Instant end = vended.plus(duration(in));
    Instant expiration = Instant.ofEpochMilli(in.longNumber());
    Optional<String> unexpectedScope = in.optionalText();
    if (accessKeyId.isEmpty() || secretAccessKey.isEmpty() || sessionToken.isEmpty()) {
      throw new ProtocolException("Malformed message: credentials are incomplete.");
    }
    VendedCredentials credentials =
        VendedCredentials.of(
            scope,
            permission,
            SigningCredentials.session(
                accessKeyId, secretAccessKey, sessionToken.get(), Optional.of(expiration)),
            vended,
            end,
            expiration);
    return unexpectedScope.map(credentials::withUnexpectedScope).orElse(credentials);
  }

  @Override
  public String toString() {
    return kind + (value == null || kind == Kind.GRANTS ? "" : " " + value);
  }
}
