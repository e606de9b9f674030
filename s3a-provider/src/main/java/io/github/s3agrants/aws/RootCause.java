package io.github.s3agrants.aws;

/**
 * What is at the bottom of a failure. The SDK's own texts often leave it out: that for an unknown
 * host does not even contain the host.
 */
public final class RootCause {
  private RootCause() {}

  /** The innermost cause; the failure itself if it has none. */
  public static Throwable of(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost;
  }
}
