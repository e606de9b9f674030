package io.github.s3agrants.vending;

import io.github.s3agrants.access.OneLine;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.vending.discovery.DiscoveryEvents;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts how reading the caller's grants went, and logs each kind of failure once. Thread-safe. */
final class DiscoveryLog implements DiscoveryEvents {
  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryLog.class);

  private final Statistics statistics;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  DiscoveryLog(Statistics statistics) {
    this.statistics = statistics;
  }

  @Override
  public void read(int count) {
    statistics.grantsRead();
    LOG.debug("The caller has {} grants in the bucket", count);
  }

  @Override
  public void failed(AccessGrantsException failure) {
    if (failure.kind() == AccessGrantsException.Kind.CLOSED) {
      return;
    }
    statistics.grantsNotRead();
    if (logged.add(failure.kind().name())) {
      LOG.info(
          "The caller's grants cannot be read ({}), so S3 Access Grants is asked path by path, which"
              + " takes more calls. {}fs.s3a.accessgrants.grants.discovery=off turns it off. {}",
          failure.kind(),
          failure.kind().isRefusalOfCaller() ? "s3:ListCallerAccessGrants permits it; " : "",
          OneLine.of(String.valueOf(failure.getMessage())));
    }
  }

  @Override
  public void tooMany(int limit) {
    statistics.grantsNotRead();
    if (logged.add("limit")) {
      LOG.warn(
          "The caller has more than {} grants in a bucket, so S3 Access Grants is asked path by path,"
              + " which takes more calls. fs.s3a.accessgrants.grants.limit sets the limit.",
          limit);
    }
  }
}
