package io.github.s3agrants.vending;

import java.util.Map;

/**
 * What has happened since the first file system of the JVM was opened, as {@code
 * io.github.s3agrants:type=AccessGrants} in JMX. Numbers only: no principal, path or credential.
 */
public interface StatisticsMXBean {
  /** Requests that were signed with vended credentials which were already there. */
  long getHits();

  /** Requests for which there were none, whatever came of it. */
  long getMisses();

  /** Successful GetDataAccess calls, renewals included. */
  long getVends();

  /** Mean latency of a successful GetDataAccess call, in milliseconds; 0 before the first. */
  double getMeanVendMillis();

  /**
   * GetDataAccess calls that failed, refusals of the caller not counted; a location's role that
   * cannot be assumed is.
   */
  long getVendFailures();

  /** Successful renewals ahead of expiry. */
  long getRenewals();

  /** Refusals of the caller, by the service or by IAM; remembered ones are not counted again. */
  long getDenials();

  /** Vended credentials that S3 no longer took, and that were dropped for it. */
  long getRejectedByS3();

  /**
   * Vended credentials whose scope, as the service named it, could not be read or did not cover
   * what was asked, so that they serve the requested target alone.
   */
  long getUnexpectedScopes();

  /** Requests signed with the caller's own credentials, by reason; without reasons never met. */
  Map<String, Long> getFallbacks();

  /** Vended credentials that are kept now. */
  long getLiveCredentials();
}
