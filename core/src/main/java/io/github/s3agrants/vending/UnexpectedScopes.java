package io.github.s3agrants.vending;

import io.github.s3agrants.access.OneLine;
import io.github.s3agrants.access.S3Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts credentials for which the service named an unusable scope, and logs each text once.
 * Thread-safe.
 */
final class UnexpectedScopes {
  /** In characters. A key has at most 1,024 bytes. */
  private static final int LONGEST_LOGGED = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(UnexpectedScopes.class);

  private final Statistics statistics;
  private final FirstOnes logged = new FirstOnes();

  UnexpectedScopes(Statistics statistics) {
    this.statistics = statistics;
  }

  /**
   * Counts and logs one.
   *
   * @param text the service's text, which may be hostile
   * @param requested the target that the credentials are used for
   */
  void note(String text, S3Path requested) {
    statistics.unexpectedScope();
    String shown = shown(text);
    if (logged.isFirst(shown)) {
      LOG.warn(
          "S3 Access Grants names \"{}\" as the scope of credentials for {}: that cannot be read, or"
              + " does not cover it. They are used for {} alone, so that each path takes a call of"
              + " its own. Further answers with this text are counted, not logged.",
          shown,
          requested,
          requested);
    }
  }

  private static String shown(String text) {
    String start = text.length() <= LONGEST_LOGGED ? text : text.substring(0, LONGEST_LOGGED) + "…";
    return OneLine.of(start);
  }
}
