package io.github.s3agrants.vending.discovery;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.KnownGrants;
import io.github.s3agrants.credentials.OwnerBucket;
import io.github.s3agrants.vending.concurrent.Futures;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Knows the grants of each caller in each bucket. Reads them when they are first needed, once for
 * all who wait, and again in the background before they are too old. If they cannot be read, none
 * are known for a while, and the engine asks without knowing. Thread-safe; never blocks.
 */
public final class GrantDirectory {
  /** A request waits no longer than this for a long listing, whose pages go on to be read. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  /** After a failure that may pass, the grants are read again no earlier than this. */
  static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  /** Grants that turned out to be out of date are read again, but no more often than this. */
  static final Duration LEAST_AGE = Duration.ofSeconds(10);

  /** The part of their life after which known grants are read again. */
  private static final double FRESH = 0.75;

  /** Far more than the callers and buckets of any process. Limits a process that makes them up. */
  private static final int MAXIMUM_SIZE = 10_000;

  private final Clock clock;
  private final DiscoveryEvents events;
  private final Cache<OwnerBucket, Entry> entries =
      Caffeine.newBuilder().maximumSize(MAXIMUM_SIZE).executor(Runnable::run).build();

  /**
   * A directory that knows nothing yet.
   *
   * @param clock measures the age of what is known
   */
  public GrantDirectory(Clock clock, DiscoveryEvents events) {
    this.clock = clock;
    this.events = events;
  }

  /** What one reading came to. Immutable. */
  private static final class Reading {
    final Optional<KnownGrants> grants;
    final long sinceMillis;
    final Duration life;

    /** The limit that there were more grants than; the highest number if it was not that. */
    final int tooManyFor;

    Reading(Optional<KnownGrants> grants, long sinceMillis, Duration life, int tooManyFor) {
      this.grants = grants;
      this.sinceMillis = sinceMillis;
      this.life = life;
      this.tooManyFor = tooManyFor;
    }

    boolean hasEnded(Discovery discovery, long nowMillis) {
      return isOlder(1, discovery, nowMillis) || discovery.limit() > tooManyFor;
    }

    /** Whether a part of its life is over. */
    boolean isOlder(double part, Discovery discovery, long nowMillis) {
      return nowMillis - sinceMillis >= part * lifeMillis(discovery);
    }

    Duration left(Discovery discovery, long nowMillis) {
      return Duration.ofMillis(Math.max(0, sinceMillis + lifeMillis(discovery) - nowMillis));
    }

    private long lifeMillis(Discovery discovery) {
      return Math.min(life.toMillis(), discovery.ttl().toMillis());
    }

    Optional<KnownGrants> within(Discovery discovery) {
      return grants.filter(known -> known.size() <= discovery.limit());
    }
  }

  /** One caller in one bucket. Guarded by itself. */
  private static final class Entry {
    @Nullable Reading reading;
    @Nullable CompletableFuture<Optional<KnownGrants>> underWay;

    boolean outdated;

    /** The grants are not read again ahead of time before this. */
    long againFromMillis;
  }

  /**
   * The caller's grants; empty if they are not known. Never fails.
   *
   * @param pages calls the service for the page with a token; empty: for the first one
   */
  public CompletableFuture<Optional<KnownGrants>> grants(
      OwnerBucket ownerBucket,
      Discovery discovery,
      Function<Optional<String>, CompletableFuture<GrantPage>> pages) {
    if (!discovery.isOn()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Entry entry = entries.get(ownerBucket, key -> new Entry());
    @Nullable CompletableFuture<Optional<KnownGrants>> known = null;
    CompletableFuture<Optional<KnownGrants>> mine = new CompletableFuture<>();
    synchronized (entry) {
      long now = clock.millis();
      Reading reading = entry.reading;
      if (reading != null && !reading.hasEnded(discovery, now)) {
        known = CompletableFuture.completedFuture(reading.within(discovery));
        if (reading.grants.isEmpty()
            || !(entry.outdated || reading.isOlder(FRESH, discovery, now))
            || now < entry.againFromMillis) {
          return known;
        }
      }
      if (entry.underWay != null) {
        return known != null ? known : entry.underWay;
      }
      entry.underWay = mine;
    }
    read(ownerBucket, entry, discovery, mine, pages);
    return known != null ? known : mine;
  }

  /** The caller's grants, if they are known now. Reads nothing. */
  public Optional<KnownGrants> known(OwnerBucket ownerBucket, Discovery discovery) {
    return reading(ownerBucket, discovery).flatMap(reading -> reading.within(discovery));
  }

  /** How much longer the caller's grants stay unknown; zero if they may be known at any moment. */
  public Duration unknownFor(OwnerBucket ownerBucket, Discovery discovery) {
    return reading(ownerBucket, discovery)
        .map(
            reading ->
                reading.within(discovery).isPresent()
                    ? Duration.ZERO
                    : reading.left(discovery, clock.millis()))
        .orElse(Duration.ZERO);
  }

  private Optional<Reading> reading(OwnerBucket ownerBucket, Discovery discovery) {
    Entry entry = discovery.isOn() ? entries.getIfPresent(ownerBucket) : null;
    if (entry == null) {
      return Optional.empty();
    }
    synchronized (entry) {
      return Optional.ofNullable(entry.reading)
          .filter(reading -> !reading.hasEnded(discovery, clock.millis()));
    }
  }

  /**
   * What is known turned out to be out of date: it is read again in the background when it is next
   * needed, unless that was done a moment ago.
   */
  public void outdated(OwnerBucket ownerBucket) {
    Entry entry = entries.getIfPresent(ownerBucket);
    if (entry == null) {
      return;
    }
    synchronized (entry) {
      Reading reading = entry.reading;
      entry.outdated |=
          reading != null && clock.millis() - reading.sinceMillis >= LEAST_AGE.toMillis();
    }
  }

  private void read(
      OwnerBucket ownerBucket,
      Entry entry,
      Discovery discovery,
      CompletableFuture<Optional<KnownGrants>> mine,
      Function<Optional<String>, CompletableFuture<GrantPage>> pages) {
    long start = clock.millis();
    List<CallerGrant> grants = new ArrayList<>();
    var unused =
        GrantPages.read(
                pages,
                page -> {
                  page.grants().stream()
                      .filter(grant -> grant.scope().bucket().equals(ownerBucket.bucket()))
                      .forEach(grants::add);
                  if (page.next().isPresent()
                      && clock.millis() - start >= LONGEST_WAIT.toMillis()) {
                    mine.complete(Optional.empty());
                  }
                  return grants.size() <= discovery.limit();
                })
            .whenComplete(
                (all, failure) ->
                    settle(
                        entry,
                        discovery,
                        mine,
                        readingOf(ownerBucket, grants, all, failure, discovery)));
  }

  /** What a listing came to. Never fails, since nobody would get an answer. */
  private @Nullable Reading readingOf(
      OwnerBucket ownerBucket,
      List<CallerGrant> grants,
      @Nullable Boolean all,
      @Nullable Throwable failure,
      Discovery discovery) {
    try {
      if (failure != null || all == null) {
        return failed(Futures.asAccessGrantsException(requireNonNull(failure)), discovery);
      }
      return all ? known(ownerBucket, grants, discovery) : tooMany(discovery);
    } catch (Throwable e) {
      // Memory ran out, or something here is broken.
      return new Reading(Optional.empty(), clock.millis(), AFTER_FAILURE, Integer.MAX_VALUE);
    }
  }

  private Reading known(OwnerBucket ownerBucket, List<CallerGrant> grants, Discovery discovery) {
    events.read(grants.size());
    return new Reading(
        Optional.of(KnownGrants.of(ownerBucket.bucket(), grants)),
        clock.millis(),
        discovery.ttl(),
        Integer.MAX_VALUE);
  }

  private Reading tooMany(Discovery discovery) {
    events.tooMany(discovery.limit());
    return new Reading(Optional.empty(), clock.millis(), discovery.ttl(), discovery.limit());
  }

  /**
   * What a failure comes to; null if it says nothing about the next call. A refusal holds as long
   * as grants do; anything else may pass sooner. A failure that is remembered where it came from
   * holds as long as it is remembered there.
   */
  private @Nullable Reading failed(AccessGrantsException failure, Discovery discovery) {
    events.failed(failure);
    if (failure.kind() == Kind.CALLER_CREDENTIALS || failure.kind() == Kind.CLOSED) {
      return null;
    }
    Duration life =
        failure
            .lasting()
            .map(left -> left.compareTo(LEAST_AGE) < 0 ? LEAST_AGE : left)
            .orElse(failure.kind().isRefusal() ? discovery.ttl() : AFTER_FAILURE);
    return new Reading(Optional.empty(), clock.millis(), life, Integer.MAX_VALUE);
  }

  private void settle(
      Entry entry,
      Discovery discovery,
      CompletableFuture<Optional<KnownGrants>> mine,
      @Nullable Reading reading) {
    synchronized (entry) {
      entry.underWay = null;
      long now = clock.millis();
      Reading before = entry.reading;
      boolean known = reading != null && reading.grants.isPresent();
      if (known || before == null || before.hasEnded(discovery, now)) {
        entry.reading = reading;
        entry.outdated = false;
      }
      // Grants that are still known serve on if they could not be read again.
      entry.againFromMillis = known ? 0 : now + LEAST_AGE.toMillis();
    }
    mine.complete(reading == null ? Optional.empty() : reading.within(discovery));
  }

  /** Forgets all grants. */
  public void clear() {
    entries.invalidateAll();
  }
}
