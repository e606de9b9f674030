package io.github.s3agrants.application;

import io.github.s3agrants.credentials.AccessGrantsException;
import java.net.ProtocolException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes batches of questions, and of their answers in the same order. Both begin with the version
 * of the protocol. Only byte arrays travel: a class of the library may be unknown to the code that
 * receives it.
 */
final class Messages {
  /** The version of the protocol. Executors and driver must have the same. */
  static final int VERSION = 2;

  /** The most questions in a batch. */
  static final int MOST_QUESTIONS = 100;

  /** What an executor sends. */
  enum Type {
    QUESTIONS,
    /** What it has used so far. There is no answer. */
    USAGE
  }

  private Messages() {}

  static byte[] encode(List<Question> questions) {
    MessageWriter out =
        new MessageWriter().number(VERSION).name(Type.QUESTIONS).number(questions.size());
    questions.forEach(question -> question.write(out));
    return out.toBytes();
  }

  /** Opens a message from an executor, behind its version and type. */
  static MessageReader open(byte[] message) throws ProtocolException {
    MessageReader in = new MessageReader(message);
    requireVersion(in, "an executor");
    return in;
  }

  static List<Question> questions(MessageReader in) throws ProtocolException {
    List<Question> questions = in.list(Question::read);
    in.end();
    if (questions.size() > MOST_QUESTIONS) {
      throw new ProtocolException("Malformed message: it has too many questions.");
    }
    return questions;
  }

  /**
   * Encodes answers.
   *
   * @param now the time by the clock that vended credentials are timed with
   */
  static byte[] encode(List<Answer> answers, Instant now) {
    MessageWriter out = new MessageWriter().number(VERSION).flag(true).number(answers.size());
    answers.forEach(answer -> answer.write(out, now));
    return out.toBytes();
  }

  /** Encodes a failure of the whole batch. */
  static byte[] encode(String failure) {
    return new MessageWriter().number(VERSION).flag(false).text(failure).toBytes();
  }

  /**
   * Decodes the answers to questions.
   *
   * @param asked when the questions were sent, by the clock that vended credentials are timed with
   * @throws AccessGrantsException if the driver could not read the questions
   */
  static List<Answer> answers(byte[] message, List<Question> questions, Instant asked)
      throws ProtocolException {
    MessageReader in = new MessageReader(message);
    requireVersion(in, "the driver");
    if (!in.flag()) {
      throw new AccessGrantsException(
          AccessGrantsException.Kind.BAD_RESPONSE, "The driver answers: " + in.text());
    }
    if (in.count() != questions.size()) {
      throw new ProtocolException("Malformed message: it has another number of answers.");
    }
    List<Answer> answers = new ArrayList<>();
    for (Question question : questions) {
      answers.add(Answer.read(in, question.bucket(), asked));
    }
    in.end();
    return answers;
  }

  private static void requireVersion(MessageReader in, String sender) throws ProtocolException {
    int version = in.number();
    if (version != VERSION) {
      throw new ProtocolException(
          String.format(
              "The library of %s speaks version %d of the protocol, and this one %d: put the same"
                  + " version of the library on the driver and on the executors.",
              sender, version, VERSION));
    }
  }
}
