package io.github.s3agrants.vending;

import java.util.Map;

/**
 * Statistics since the first file system of the JVM was opened. In JMX they are {@code
 * io.github.s3agrants:type=AccessGrants}. They contain only numbers: no principal, path or
 * credential.
 */
public interface StatisticsMXBean {
  /** Requests that were signed with cached credentials. */
  long getHits();

  /** Requests for which no credentials were cached, whatever the outcome. */
  long getMisses();

  /**
   * How often vended credentials were obtained, renewals included: by GetDataAccess, or from the
   * driver of a Spark application.
   */
  long getVends();

  /** Time to obtain them, all of them together, in milliseconds. */
  long getVendMillis();

  /**
   * Mean time to obtain them, with what had to be found out before, in milliseconds; 0 before the
   * first.
   */
  double getMeanVendMillis();

  /**
   * Failures to obtain them. Refusals of the caller do not count here; a location's role that
   * cannot be assumed does.
   */
  long getVendFailures();

  /** Successful renewals ahead of expiry. */
  long getRenewals();

  /** Refusals of the caller, by the service or by IAM. Uses of a cached refusal do not count. */
  long getDenials();

  /** Vended credentials that were dropped because S3 no longer accepted them. */
  long getRejectedByS3();

  /**
   * Vended credentials whose scope, as the service named it, could not be parsed or did not cover
   * the requested target. They are used for the requested target alone.
   */
  long getUnexpectedScopes();

  /** How often the caller's grants were read, so that the library knew what to ask for. */
  long getGrantListings();

  /** How often they could not be read, or were too many. The library then asks path by path. */
  long getGrantListingFailures();

  /**
   * Requests signed with the caller's own credentials, by reason. Reasons that never occurred are
   * left out.
   */
  Map<String, Long> getFallbacks();

  /**
   * All failures to obtain vended credentials, refusals included, by kind. Kinds that never
   * occurred are left out.
   */
  Map<String, Long> getFailures();

  /**
   * How long requests of synchronous clients have waited for vended credentials, on their callers'
   * threads, in milliseconds.
   */
  long getWaitedMillis();

  /** Vended credentials in the cache now. */
  long getLiveCredentials();
}
