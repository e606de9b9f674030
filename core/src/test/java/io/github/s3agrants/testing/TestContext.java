package io.github.s3agrants.testing;

import io.github.s3agrants.access.Probe;
import io.github.s3agrants.access.RequestContext;
import java.util.Optional;

/** An S3A operation that a test describes. */
public final class TestContext implements RequestContext {
  private final boolean partOfWrite;
  private final boolean internalProbe;

  public TestContext(boolean partOfWrite) {
    this(partOfWrite, false);
  }

  public TestContext(boolean partOfWrite, boolean internalProbe) {
    this.partOfWrite = partOfWrite;
    this.internalProbe = internalProbe;
  }

  @Override
  public Optional<String> auditContext() {
    return Optional.of("op");
  }

  @Override
  public boolean isPartOfWrite() {
    return partOfWrite;
  }

  @Override
  public boolean isInternalProbe(Probe probe) {
    return internalProbe;
  }
}
