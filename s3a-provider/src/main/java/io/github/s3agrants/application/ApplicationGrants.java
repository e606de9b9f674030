package io.github.s3agrants.application;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.VendedAnswer;
import io.github.s3agrants.settings.FileSystemIdentity;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.GrantsClient;
import io.github.s3agrants.vending.VendRequest;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The executor's side: gets vended credentials from the driver, and calls no service. Thread-safe;
 * never blocks.
 */
public final class ApplicationGrants implements GrantsClient, Closeable {
  /** As long as a call to a service may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * The caller's grants can be done without. So a request does not wait for them much longer than
   * the driver itself does.
   */
  private static final Duration PATIENCE_FOR_GRANTS = Duration.ofSeconds(10);

  /** The most rejected access keys that are told to the driver with one question. */
  private static final int MOST_REJECTED = 100;

  private final QuestionQueue queue;

  /** Access keys that S3 rejected and the driver has not been told of, and their buckets. */
  private final Map<String, String> rejected = new ConcurrentHashMap<>();

  private ApplicationGrants(QuestionQueue queue) {
    this.queue = queue;
  }

  /**
   * A client that asks through a transport. Its threads start now and end when it is closed.
   *
   * @param executor runs what follows an answer
   * @param clock the clock that vended credentials are timed with
   */
  public static ApplicationGrants asking(
      Transport transport, Executor executor, Clock clock, ThreadFactory newThreads) {
    return asking(transport, executor, clock, newThreads, PATIENCE);
  }

  static ApplicationGrants asking(
      Transport transport,
      Executor executor,
      Clock clock,
      ThreadFactory newThreads,
      Duration patience) {
    return new ApplicationGrants(
        new QuestionQueue(transport, executor, clock, patience, newThreads));
  }

  /**
   * A client whose questions wait for the driver on threads of the caller's, which end with it.
   *
   * @param patience after which a question fails as unavailable; see the other method for the rest
   */
  public static ApplicationGrants asking(
      Transport transport,
      Executor executor,
      Clock clock,
      ScheduledExecutorService threads,
      Duration patience) {
    return new ApplicationGrants(new QuestionQueue(transport, executor, clock, patience, threads));
  }

  @Override
  public CompletableFuture<Caller> caller(
      ServiceSettings settings, String bucket, BaseIdentity base) {
    return queue
        .ask(Question.caller(identity(base), bucket))
        .thenApply(answer -> answer.value(Answer.Kind.CALLER, Caller.class));
  }

  @Override
  public CompletableFuture<VendedAnswer> vend(
      VendRequest request, @Nullable CachedCredentials held) {
    Access access = request.access();
    List<String> keys = rejectedIn(access.path().bucket());
    return queue
        .ask(
            Question.vend(
                identity(request.identity()),
                access,
                request.auditContext(),
                Optional.ofNullable(held).map(cached -> accessKey(cached)),
                held != null && held.isRefused(),
                keys))
        .thenApply(
            answer -> {
              VendedAnswer vended = answer.value(Answer.Kind.VENDED, VendedAnswer.class);
              keys.forEach(rejected::remove);
              return vended;
            });
  }

  @Override
  public CompletableFuture<Boolean> hasGrantBelow(VendRequest request, S3Path path) {
    return queue
        .ask(Question.below(identity(request.identity()), path))
        .thenApply(answer -> answer.value(Answer.Kind.BELOW, Boolean.class));
  }

  /**
   * {@inheritDoc}
   *
   * <p>There is one page, with all that the driver knows.
   */
  @Override
  public CompletableFuture<GrantPage> callerGrants(VendRequest request, Optional<String> token) {
    return queue
        .ask(
            Question.grants(identity(request.identity()), request.access().path().bucket()),
            PATIENCE_FOR_GRANTS)
        .thenApply(answer -> answer.value(Answer.Kind.GRANTS, GrantPage.class));
  }

  @Override
  public void rejected(CachedCredentials cached) {
    if (rejected.size() < MOST_REJECTED) {
      rejected.put(accessKey(cached), cached.credentials().scope().bucket());
    }
  }

  private List<String> rejectedIn(String bucket) {
    return rejected.entrySet().stream()
        .filter(entry -> entry.getValue().equals(bucket))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableList());
  }

  private static String accessKey(CachedCredentials cached) {
    return cached.credentials().signing().accessKeyId();
  }

  /** The driver knows the Region of each bucket. */
  @Override
  public boolean leavesRegionsToEngine() {
    return false;
  }

  private static FileSystemIdentity identity(BaseIdentity base) {
    return base.marked(FileSystemIdentity.class)
        .orElseThrow(
            () ->
                new AccessGrantsException(
                    Kind.BAD_REQUEST,
                    "This file system was opened before the plugin started (spark.plugins)."));
  }

  @Override
  public void close() {
    queue.close();
  }
}
