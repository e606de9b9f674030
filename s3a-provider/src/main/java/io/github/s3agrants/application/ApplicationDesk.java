package io.github.s3agrants.application;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.KnownGrants;
import io.github.s3agrants.credentials.VendedAnswer;
import io.github.s3agrants.vending.ApplicationVendor;
import io.github.s3agrants.vending.VendingEngine;
import io.github.s3agrants.vending.concurrent.Futures;
import io.github.s3agrants.vending.concurrent.PolledAnswers;
import io.github.s3agrants.vending.concurrent.PolledAnswers.Polled;
import java.io.Closeable;
import java.net.ProtocolException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The driver's side: answers the executors' questions from what is at hand, and has the rest looked
 * up in the background. Thread-safe; never blocks, never throws.
 */
public final class ApplicationDesk implements Closeable {
  /** The age from which a bucket's configuration is read again if it does not fit. */
  private static final long CONFIGURATION_MILLIS = Duration.ofSeconds(5).toMillis();

  /** Limits what executors can make the driver remember. */
  private static final int MOST_UNDER_WAY = 10_000;

  private static final int MOST_BUCKETS = 1_000;

  private static final byte[] NOTHING = {};

  private final VendingEngine engine;
  private final Supplier<Configuration> conf;
  private final ApplicationUsers users;
  private final Clock clock;
  private final PollPacer pacer;
  private final PolledAnswers<String, BucketVendor> buckets;
  private final PolledAnswers<Object, Answer> underWay;
  private final ApplicationUsage usage = new ApplicationUsage();
  private final LongAdder questions = new LongAdder();

  /**
   * The desk of one application.
   *
   * @param engine the driver's own
   * @param conf the driver's Hadoop configuration as it is now
   * @param users who may ask
   * @param clock the clock that vended credentials are timed with
   */
  public ApplicationDesk(
      VendingEngine engine, Supplier<Configuration> conf, ApplicationUsers users, Clock clock) {
    this.engine = engine;
    this.conf = conf;
    this.users = users;
    this.clock = clock;
    this.pacer = new PollPacer(clock);
    this.buckets = new PolledAnswers<>(clock, true, MOST_BUCKETS, BucketVendor::close);
    this.underWay = new PolledAnswers<>(clock, false, MOST_UNDER_WAY, answer -> {});
  }

  /** Answers a message of an executor. Takes microseconds for each of its questions. */
  public byte[] answer(byte[] message) {
    try {
      MessageReader in = Messages.open(message);
      if (in.name(Messages.Type.class) == Messages.Type.USAGE) {
        usage.add(UsageReport.read(in));
        return NOTHING;
      }
      List<Question> batch = Messages.questions(in);
      questions.add(batch.size());
      List<Answer> answers = batch.stream().map(this::answer).collect(Collectors.toList());
      return Messages.encode(
          pacer.paced(Answer.fitting(Answer.withoutRepeats(answers))), clock.instant());
    } catch (ProtocolException e) {
      return Messages.encode(String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      // Whatever it is, the executor must learn of it, and Spark's thread must go on.
      return Messages.encode("Unexpected: " + e);
    }
  }

  /** What the application has used so far, as a table in words, without the driver's own use. */
  public ApplicationUsage usage() {
    return usage;
  }

  /** The number of questions so far. */
  public long questions() {
    return questions.sum();
  }

  private Answer answer(Question question) {
    try {
      return users
          .objectionTo(question.identity().user())
          .map(objection -> refused(objection))
          .orElseGet(() -> answerBucket(question));
    } catch (RuntimeException e) {
      return Answer.failed(Futures.asAccessGrantsException(e));
    }
  }

  private Answer answerBucket(Question question) {
    String bucket = question.bucket();
    Polled<BucketVendor> opened =
        buckets.ask(
            bucket, () -> engine.inBackground(() -> BucketVendor.open(bucket, conf.get(), engine)));
    if (!opened.isDone()) {
      return pending(opened);
    }
    BucketVendor vendor = opened.get();
    Optional<String> objection = vendor.objectionTo(question.identity());
    if (objection.isPresent()) {
      // The driver's configuration may have changed since it was read.
      if (opened.ageMillis() >= CONFIGURATION_MILLIS) {
        buckets.forget(bucket, opened);
      }
      return refused(objection.get());
    }
    return answer(question, vendor);
  }

  /** The pacer makes a pause of the age. */
  private static Answer pending(Polled<?> polled) {
    return Answer.pending(Duration.ofMillis(polled.ageMillis()));
  }

  private static Answer refused(String objection) {
    return Answer.failed(new AccessGrantsException(Kind.BAD_REQUEST, objection));
  }

  private Answer answer(Question question, BucketVendor bucket) {
    ApplicationVendor vendor = bucket.vendor();
    question.rejected().forEach(key -> vendor.rejected(question.bucket(), key));
    Object topic = topic(question, vendor);
    Answer known = known(question, bucket);
    if (known != null) {
      underWay.forget(topic);
      return known;
    }
    if (!question.rejected().isEmpty()) {
      // It may be the one that S3 has rejected.
      underWay.forget(topic);
    }
    Polled<Answer> answer = underWay.ask(topic, () -> lookUp(question, bucket));
    if (!answer.isDone()) {
      return pending(answer);
    }
    // What comes next is at hand, or must be looked up anew.
    underWay.forget(topic, answer);
    return answer.get();
  }

  /** The answer, if it is at hand. */
  private static @Nullable Answer known(Question question, BucketVendor bucket) {
    ApplicationVendor vendor = bucket.vendor();
    switch (question.kind()) {
      case CALLER:
        CacheOwner owner = vendor.knownCaller(question.bucket());
        return owner == null ? null : Answer.caller(owner.caller());
      case VEND:
        VendedAnswer vended =
            vendor.known(question.access(), question.auditContext(), held(question));
        return vended == null ? null : Answer.vended(vended);
      case BELOW:
        return null;
      case GRANTS:
        KnownGrants grants = vendor.knownGrants(question.bucket());
        return grants == null ? null : bucket.grants(grants);
    }
    throw new AssertionError(question.kind());
  }

  private static Optional<ApplicationVendor.Held> held(Question question) {
    return question.heldAccessKey().map(key -> new ApplicationVendor.Held(key, question.refused()));
  }

  /** Questions of one topic have the same answer, whoever asks them. */
  private static Object topic(Question question, ApplicationVendor vendor) {
    return List.of(
        vendor,
        question.kind(),
        question.access().permission(),
        question.access().path(),
        question.heldAccessKey(),
        question.refused());
  }

  private static CompletableFuture<Answer> lookUp(Question question, BucketVendor bucket) {
    ApplicationVendor vendor = bucket.vendor();
    switch (question.kind()) {
      case CALLER:
        return vendor
            .caller(question.bucket())
            .thenApply(CacheOwner::caller)
            .thenApply(Answer::caller);
      case VEND:
        return vendor
            .vend(question.access(), question.auditContext(), held(question))
            .thenApply(Answer::vended);
      case BELOW:
        return vendor.hasGrantBelow(question.access().path()).thenApply(Answer::below);
      case GRANTS:
        return vendor.grants(question.bucket()).thenApply(bucket::grants);
    }
    throw new AssertionError(question.kind());
  }

  /** Closes what was opened for the executors. The engine stays as it is. */
  @Override
  public void close() {
    buckets.clear();
  }
}
