package io.github.s3agrants.benchmarks;

import io.github.s3agrants.access.Probe;
import io.github.s3agrants.access.RequestContext;
import java.util.Optional;

/** A request outside of any operation. */
enum NoContext implements RequestContext {
  INSTANCE;

  @Override
  public Optional<String> auditContext() {
    return Optional.empty();
  }

  @Override
  public boolean isPartOfWrite() {
    return false;
  }

  @Override
  public boolean isInternalProbe(Probe probe) {
    return false;
  }
}
