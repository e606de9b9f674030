package io.github.s3agrants.vending;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts vends, cache hits, failures and fallbacks. Thread-safe; counting takes no lock. */
public final class Statistics implements StatisticsMXBean {
  private final LongSupplier liveCredentials;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder vends = new LongAdder();
  private final LongAdder vendNanos = new LongAdder();
  private final LongAdder vendFailures = new LongAdder();
  private final LongAdder renewals = new LongAdder();
  private final LongAdder denials = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder unexpectedScopes = new LongAdder();
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

  void vendFailed() {
    vendFailures.increment();
  }

  void renewed() {
    renewals.increment();
  }

  void denied() {
    denials.increment();
  }

  void rejectedByS3() {
    rejected.increment();
  }

  void unexpectedScope() {
    unexpectedScopes.increment();
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
  public double getMeanVendMillis() {
    long count = vends.sum();
    return count == 0 ? 0 : (double) vendNanos.sum() / count / TimeUnit.MILLISECONDS.toNanos(1);
  }

  @Override
  public long getVendFailures() {
    return vendFailures.sum();
  }

  @Override
  public long getRenewals() {
    return renewals.sum();
  }

  @Override
  public long getDenials() {
    return denials.sum();
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
  public Map<String, Long> getFallbacks() {
    Map<String, Long> snapshot = new TreeMap<>();
    fallbacks.forEach((reason, count) -> snapshot.put(reason.name(), count.sum()));
    return snapshot;
  }

  @Override
  public long getLiveCredentials() {
    return liveCredentials.getAsLong();
  }
}
