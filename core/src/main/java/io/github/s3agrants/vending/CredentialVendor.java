package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.NetworkSettings;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.vending.concurrent.Endpoint;
import io.github.s3agrants.vending.concurrent.ServiceCalls;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which credentials sign each request of one file system. A front end resolves a request to
 * an {@link Access} once, calls {@link #decideNow}, and if that returns null, {@link #decide}.
 * Created by {@link VendingEngine#vendor}. Thread-safe; only {@link #await} and {@link #look}
 * block.
 */
public final class CredentialVendor {
  /**
   * The time that S3A itself allows for one call to S3 ({@code fs.s3a.connection.request.timeout}).
   */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final RegionRedirects redirects;
  private final DecisionEvents events;
  private final WarmPath warmPath;
  private final ColdPath coldPath;
  private final FallbackPolicy fallback;
  private final RejectedCredentials rejected;
  private final ServiceCalls calls;
  private final Statistics statistics;
  private final Clock clock;
  private final Duration longestWait;
  private final FirstOnes warned;

  /** Called by {@link VendingEngine}. */
  CredentialVendor(
      RegionRedirects redirects,
      DecisionEvents events,
      WarmPath warmPath,
      ColdPath coldPath,
      FallbackPolicy fallback,
      RejectedCredentials rejected,
      ServiceCalls calls,
      Statistics statistics,
      Clock clock,
      Duration longestWait,
      FirstOnes warned) {
    this.redirects = redirects;
    this.events = events;
    this.warmPath = warmPath;
    this.coldPath = coldPath;
    this.fallback = fallback;
    this.rejected = rejected;
    this.calls = calls;
    this.statistics = statistics;
    this.clock = clock;
    this.longestWait = longestWait;
    this.warned = warned;
  }

  /**
   * The decision for a request whose credentials are cached, as those of nearly every request are;
   * null if {@link #decide} has to find it. Creates no future and takes no lock.
   *
   * @param base the caller's own credentials
   */
  public @Nullable Decision decideNow(Access access, BaseIdentity base, RequestContext context) {
    return warmPath.decide(access, base, context);
  }

  /**
   * Decides on one request. Has credentials vended if none are cached.
   *
   * @param base the caller's own credentials
   * @return the decision, or a failure with a {@link VendingException}
   */
  public CompletableFuture<Decision> decide(
      Access access, BaseIdentity base, RequestContext context) {
    return events.of(access, base, context, coldPath.decide(access, base, context));
  }

  /**
   * Decides on a request of an operation that S3 Access Grants does not support.
   *
   * @return the decision, or a failure with a {@link VendingException}
   */
  public CompletableFuture<Decision> unsupported(String operation, BaseIdentity base) {
    return DecisionEvents.withoutAccess(operation, fallback.unsupported(operation, base));
  }

  /**
   * Decides on a request that no grant can cover.
   *
   * @return the decision, or a failure with a {@link VendingException}
   */
  public CompletableFuture<Decision> ungrantable(UngrantableException why, BaseIdentity base) {
    return DecisionEvents.withoutAccess(
        "A request that no grant can cover", fallback.ungrantable(why, base));
  }

  /**
   * Waits for a decision, on the thread that makes the request: at most 60 s, the time that S3A
   * allows for one call to S3. After that, the request is treated as if the service could not be
   * reached.
   *
   * @param access what the request needs; null if no grant can cover it
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws ExecutionException with the failure of the decision
   */
  public Decision await(
      CompletableFuture<Decision> decision, @Nullable Access access, BaseIdentity base)
      throws InterruptedException, ExecutionException {
    if (decision.isDone()) {
      return decision.get();
    }
    long start = System.nanoTime();
    try {
      return decision.get(longestWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      AccessGrantsException late =
          new AccessGrantsException(
              Kind.UNAVAILABLE, "No answer within " + longestWait.toSeconds() + " seconds.");
      return fallback
          .failed(late, Optional.ofNullable(access), Optional.empty(), KnownSurroundings.NONE, base)
          .get();
    } finally {
      statistics.waited(System.nanoTime() - start);
    }
  }

  /**
   * Decides again, for the next attempt of a request whose credentials S3 rejected.
   *
   * @param base supplies the caller's own credentials as they are now; may block, since the
   *     executor runs it
   */
  public CompletableFuture<Decision> decideAgain(
      Access access, Supplier<BaseIdentity> base, RequestContext context) {
    return calls
        .make(ServiceCalls.Lane.REQUEST, Endpoint.none(), "", base)
        .thenCompose(now -> decide(access, now, context));
  }

  /**
   * Requests new credentials in the background, after S3 refused a request that the old ones should
   * permit. The role, a key or a grant may have been repaired since those were vended. Does so at
   * most once a minute for each scope and permission, however often S3 refuses.
   */
  public void refusedByS3(Decision decision, RequestContext context) {
    warmPath.renewRefused(decision, context, rejected);
  }

  /**
   * Drops vended credentials that S3 no longer accepts, and all that were vended for their scope
   * before.
   *
   * @return whether other credentials may help; false for credentials that replaced rejected ones a
   *     moment ago
   */
  public boolean rejected(Decision decision) {
    CachedCredentials cached = decision.cached();
    return cached != null && rejected.drop(cached);
  }

  /**
   * Claims the check of whether S3 still accepts the credentials of a decision, after an answer
   * that does not tell. True once a minute for each scope.
   */
  public boolean claimCheck(Decision decision) {
    CachedCredentials cached = decision.cached();
    return cached != null && rejected.claimCheck(cached);
  }

  /**
   * Finds out why S3 refused a read without a reason. Calls S3 and blocks until it answers, so it
   * must not run on a thread that others wait for.
   */
  public RefusedReadFinding look(RefusedRead refused) {
    return rejected.look(refused);
  }

  /** Whether vended credentials have ended by now, by the clock that measures their life. */
  public boolean hasExpired(VendedCredentials vended) {
    return vended.hasExpired(clock.millis());
  }

  /** Counts bytes of objects that a request transfers. */
  public void transferred(Decision decision, long bytes) {
    CachedCredentials cached = decision.cached();
    if (cached != null) {
      cached.use().transferred(bytes);
    }
  }

  /**
   * Whether the users of this JVM have not been warned of something yet, of which there is much.
   */
  public boolean isNewWarning(String subject) {
    return warned.isFirst(subject);
  }

  /** How the file system reaches the services, including S3. */
  public NetworkSettings network() {
    return redirects.network();
  }

  /** The Region that a bucket is in, whatever Region S3A is configured with. S3 is asked once. */
  public CompletableFuture<String> bucketRegion(String bucket) {
    return redirects.bucketRegion(bucket);
  }
}
