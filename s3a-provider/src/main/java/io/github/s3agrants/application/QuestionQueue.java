package io.github.s3agrants.application;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import java.io.Closeable;
import java.net.ProtocolException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Sends questions to the driver: all that wait in one message, and those without an answer again
 * after the pause that the driver wants. Thread-safe; only its own threads wait for the driver.
 */
final class QuestionQueue implements Closeable {
  /**
   * One waits for an answer, and one sends what comes meanwhile. If a message gets lost, half of
   * the queue goes on.
   */
  private static final int THREADS = 2;

  private final Transport transport;
  private final Executor executor;
  private final Clock clock;
  private final Duration patience;
  private final DelayQueue<Waiting> queue = new DelayQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /**
   * A queue whose threads start now.
   *
   * @param transport carries the messages; may block for long
   * @param executor runs what follows an answer
   * @param clock the clock that vended credentials are timed with
   * @param patience after which a question fails as unavailable
   */
  QuestionQueue(
      Transport transport,
      Executor executor,
      Clock clock,
      Duration patience,
      ThreadFactory newThreads) {
    this.transport = transport;
    this.executor = executor;
    this.clock = clock;
    this.patience = patience;
    for (int i = 0; i < THREADS; i++) {
      threads.add(newThreads.newThread(this::serve));
    }
    threads.forEach(Thread::start);
  }

  private static final class Waiting implements Delayed {
    final Question question;
    final CompletableFuture<Answer> outcome = new CompletableFuture<>();
    private volatile long dueNanos = System.nanoTime();

    Waiting(Question question) {
      this.question = question;
    }

    void after(Duration pause) {
      dueNanos = System.nanoTime() + pause.toNanos();
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  /** The answer, never a pending one; or a failure with an {@link AccessGrantsException}. */
  CompletableFuture<Answer> ask(Question question) {
    Waiting waiting = new Waiting(question);
    if (closed) {
      return CompletableFuture.failedFuture(AccessGrantsException.closed(null));
    }
    queue.add(waiting);
    CompletableFuture<Answer> bounded =
        waiting
            .outcome
            .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
            .handleAsync(QuestionQueue::answerOr, executor);
    if (closed) {
      waiting.outcome.completeExceptionally(AccessGrantsException.closed(null));
    }
    return bounded;
  }

  private static Answer answerOr(Answer answer, Throwable failure) {
    if (failure instanceof TimeoutException) {
      return Answer.failed(
          new AccessGrantsException(
              Kind.UNAVAILABLE,
              "The driver, which vends for this executor, has not answered in time."));
    }
    return failure instanceof AccessGrantsException
        ? Answer.failed((AccessGrantsException) failure)
        : answer;
  }

  private void serve() {
    while (!closed) {
      try {
        List<Waiting> batch = new ArrayList<>(List.of(queue.take()));
        queue.drainTo(batch, Messages.MOST_QUESTIONS - 1);
        // Whoever asked has given up.
        batch.removeIf(waiting -> waiting.outcome.isDone());
        if (!batch.isEmpty()) {
          ask(batch);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void ask(List<Waiting> batch) throws InterruptedException {
    try {
      List<Answer> answers = answers(batch);
      for (int i = 0; i < batch.size(); i++) {
        settle(batch.get(i), answers.get(i));
      }
    } catch (InterruptedException e) {
      fail(batch, AccessGrantsException.closed(e));
      throw e;
    } catch (AccessGrantsException e) {
      fail(batch, e);
    } catch (ProtocolException e) {
      fail(
          batch,
          new AccessGrantsException(Kind.BAD_RESPONSE, String.valueOf(e.getMessage()), null, e));
    } catch (Exception e) {
      fail(
          batch,
          new AccessGrantsException(
              Kind.UNAVAILABLE,
              "The driver, which vends for this executor, cannot be asked: " + e,
              null,
              e));
    } catch (Error e) {
      fail(batch, new AccessGrantsException(Kind.UNAVAILABLE, e.toString(), null, e));
    }
  }

  private List<Answer> answers(List<Waiting> batch) throws Exception {
    List<Question> questions =
        batch.stream().map(waiting -> waiting.question).collect(Collectors.toList());
    Instant asked = clock.instant();
    return Messages.answers(transport.ask(Messages.encode(questions)), questions, asked);
  }

  private void settle(Waiting waiting, Answer answer) {
    if (answer.kind() == Answer.Kind.PENDING) {
      waiting.after(answer.value(Answer.Kind.PENDING, Duration.class));
      queue.add(waiting);
    } else {
      waiting.outcome.complete(answer);
    }
  }

  private static void fail(List<Waiting> batch, AccessGrantsException failure) {
    batch.forEach(waiting -> waiting.outcome.completeExceptionally(failure));
  }

  /** Ends the threads. Questions without an answer fail as closed, and so do all later ones. */
  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    queue.forEach(
        waiting -> waiting.outcome.completeExceptionally(AccessGrantsException.closed(null)));
  }
}
