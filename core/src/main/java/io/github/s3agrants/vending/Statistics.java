package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.AccessGrantsException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Counts vends, cache hits, failures and fallbacks. Thread-safe; counting takes no lock. */
public final class Statistics implements StatisticsMXBean {
  private final LongSupplier liveCredentials;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder vends = new LongAdder();
  private final LongAdder vendNanos = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();
  private final LongAdder renewals = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder grantListings = new LongAdder();
  private final LongAdder grantListingFailures = new LongAdder();
  private final LongAdder unexpectedScopes = new LongAdder();
  private final Map<AccessGrantsException.Kind, LongAdder> failures = new ConcurrentHashMap<>();
  private final Map<FallbackReason, LongAdder> fallbacks = new ConcurrentHashMap<>();

  Statistics(LongSupplier liveCredentials) {
    this.liveCredentials = liveCredentials;
  }

  void hit() {
    hits.increment();
  }

  void miss() {
    misses.increment();
  }

  void vended(Duration latency) {
    vends.increment();
    vendNanos.add(latency.toNanos());
  }

  void failed(AccessGrantsException.Kind kind) {
    failures.computeIfAbsent(kind, k -> new LongAdder()).increment();
  }

  /** A request has waited on its own thread. */
  void waited(long nanos) {
    waitedNanos.add(nanos);
  }

  void renewed() {
    renewals.increment();
  }

  void rejectedByS3() {
    rejected.increment();
  }

  void unexpectedScope() {
    unexpectedScopes.increment();
  }

  void grantsRead() {
    grantListings.increment();
  }

  void grantsNotRead() {
    grantListingFailures.increment();
  }

  void fellBack(FallbackReason reason) {
    fallbacks.computeIfAbsent(reason, r -> new LongAdder()).increment();
  }

  @Override
  public long getHits() {
    return hits.sum();
  }

  @Override
  public long getMisses() {
    return misses.sum();
  }

  @Override
  public long getVends() {
    return vends.sum();
  }

  @Override
  public long getVendMillis() {
    return TimeUnit.NANOSECONDS.toMillis(vendNanos.sum());
  }

  @Override
  public double getMeanVendMillis() {
    long count = vends.sum();
    return count == 0 ? 0 : (double) vendNanos.sum() / count / TimeUnit.MILLISECONDS.toNanos(1);
  }

  @Override
  public long getVendFailures() {
    return sumOfFailures(kind -> !kind.isRefusalOfCaller());
  }

  @Override
  public long getRenewals() {
    return renewals.sum();
  }

  @Override
  public long getDenials() {
    return sumOfFailures(AccessGrantsException.Kind::isRefusalOfCaller);
  }

  @Override
  public long getRejectedByS3() {
    return rejected.sum();
  }

  @Override
  public long getUnexpectedScopes() {
    return unexpectedScopes.sum();
  }

  @Override
  public long getGrantListings() {
    return grantListings.sum();
  }

  @Override
  public long getGrantListingFailures() {
    return grantListingFailures.sum();
  }

  private long sumOfFailures(Predicate<AccessGrantsException.Kind> kinds) {
    return failures.entrySet().stream()
        .filter(entry -> kinds.test(entry.getKey()))
        .mapToLong(entry -> entry.getValue().sum())
        .sum();
  }

  @Override
  public Map<String, Long> getFailures() {
    return snapshot(failures);
  }

  @Override
  public Map<String, Long> getFallbacks() {
    return snapshot(fallbacks);
  }

  private static Map<String, Long> snapshot(Map<? extends Enum<?>, LongAdder> counts) {
    Map<String, Long> snapshot = new TreeMap<>();
    counts.forEach((what, count) -> snapshot.put(what.name(), count.sum()));
    return snapshot;
  }

  @Override
  public long getWaitedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(waitedNanos.sum());
  }

  @Override
  public long getLiveCredentials() {
    return liveCredentials.getAsLong();
  }
}
