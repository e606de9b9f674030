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
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Sends questions to the driver: all that wait in one message, and those without an answer again,
 * together, after the pause that the driver wants. Thread-safe; only its own threads wait for the
 * driver.
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
  private final ScheduledExecutorService threads;

  /** What goes with the next message. */
  private final BlockingQueue<Waiting> due = new LinkedBlockingQueue<>();

  /** All without an answer. */
  private final Set<Waiting> open = ConcurrentHashMap.newKeySet();

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
    this(transport, executor, clock, patience, started(newThreads));
  }

  /**
   * A queue on other threads, which end with it.
   *
   * @param threads wait for the driver
   */
  QuestionQueue(
      Transport transport,
      Executor executor,
      Clock clock,
      Duration patience,
      ScheduledExecutorService threads) {
    this.transport = transport;
    this.executor = executor;
    this.clock = clock;
    this.patience = patience;
    this.threads = threads;
  }

  private static ScheduledExecutorService started(ThreadFactory newThreads) {
    ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS, newThreads);
    var unused = threads.prestartAllCoreThreads();
    return threads;
  }

  private static final class Waiting {
    final Question question;
    final CompletableFuture<Answer> outcome = new CompletableFuture<>();

    Waiting(Question question) {
      this.question = question;
    }
  }

  /** The answer, never a pending one; or a failure with an {@link AccessGrantsException}. */
  CompletableFuture<Answer> ask(Question question) {
    return ask(question, patience);
  }

  /**
   * The same for a question that has less time.
   *
   * @param longest after which it fails as unavailable, if that is less than for all questions
   */
  CompletableFuture<Answer> ask(Question question, Duration longest) {
    Waiting waiting = new Waiting(question);
    open.add(waiting);
    CompletableFuture<Answer> bounded =
        waiting
            .outcome
            .orTimeout(Math.min(patience.toNanos(), longest.toNanos()), TimeUnit.NANOSECONDS)
            .handleAsync(QuestionQueue::answerOr, executor);
    var unused = waiting.outcome.whenComplete((answer, failure) -> open.remove(waiting));
    due.add(waiting);
    inThreads(this::sendDue, Duration.ZERO, List.of(waiting));
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

  private void inThreads(Runnable work, Duration pause, List<Waiting> questions) {
    try {
      var unused = threads.schedule(work, pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      fail(questions, AccessGrantsException.closed(e));
    }
  }

  /** Sends what is due, unless another thread has. */
  private void sendDue() {
    List<Waiting> batch = new ArrayList<>();
    while (!closed && due.drainTo(batch, Messages.MOST_QUESTIONS) > 0) {
      // Whoever asked has given up.
      batch.removeIf(waiting -> waiting.outcome.isDone());
      if (!batch.isEmpty()) {
        ask(List.copyOf(batch));
        batch.clear();
      }
    }
  }

  private void ask(List<Waiting> batch) {
    try {
      settle(batch, answers(batch));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(batch, AccessGrantsException.closed(e));
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

  private void settle(List<Waiting> batch, List<Answer> answers) {
    List<Waiting> pending = new ArrayList<>();
    Duration pause = Duration.ZERO;
    for (int i = 0; i < batch.size(); i++) {
      Answer answer = answers.get(i);
      if (answer.kind() == Answer.Kind.PENDING) {
        Duration wanted = answer.value(Answer.Kind.PENDING, Duration.class);
        pause = wanted.compareTo(pause) > 0 ? wanted : pause;
        pending.add(batch.get(i));
      } else {
        batch.get(i).outcome.complete(answer);
      }
    }
    if (!pending.isEmpty()) {
      inThreads(
          () -> {
            due.addAll(pending);
            sendDue();
          },
          pause,
          pending);
    }
  }

  private static void fail(List<Waiting> batch, AccessGrantsException failure) {
    batch.forEach(waiting -> waiting.outcome.completeExceptionally(failure));
  }

  /** Ends the threads. Questions without an answer fail as closed, and so do all later ones. */
  @Override
  public void close() {
    closed = true;
    var unused = threads.shutdownNow();
    fail(List.copyOf(open), AccessGrantsException.closed(null));
  }
}
