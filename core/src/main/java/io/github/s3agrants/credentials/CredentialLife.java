package io.github.s3agrants.credentials;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Computes when vended credentials end by our own clock, which may differ from the service's. The
 * result is never later than the requested life allows. If the clocks differ, it is never later
 * than the true end. If they agree, it may be late by what a Date header leaves out, which is less
 * than a second.
 */
public final class CredentialLife {
  /** A Date header has whole seconds and leaves out the fraction. */
  private static final Duration DATE_RESOLUTION = Duration.ofSeconds(1);

  private CredentialLife() {}

  /**
   * The end by our clock.
   *
   * @param asked when the call began, by our clock; the credentials were not made before that
   * @param wanted the requested life
   * @param expiration the end by the service's clock
   * @param date the Date header of the answer; ignored if it cannot be parsed
   */
  public static Instant end(
      Instant asked, Duration wanted, Instant expiration, Optional<String> date) {
    Instant serviceNow =
        date.flatMap(CredentialLife::parse).map(sent -> serviceNow(sent, asked)).orElse(asked);
    Duration left = Duration.between(serviceNow, expiration);
    if (left.isNegative()) {
      return asked;
    }
    return asked.plus(left.compareTo(wanted) < 0 ? left : wanted);
  }

  /**
   * The latest time that the service's clock may have shown when it answered. If the clocks agree
   * within the header's resolution, it is our own time, which is finer.
   */
  private static Instant serviceNow(Instant sent, Instant ours) {
    if (Duration.between(sent, ours).abs().compareTo(DATE_RESOLUTION) > 0) {
      return sent.plus(DATE_RESOLUTION);
    }
    return ours.isBefore(sent) ? sent : ours;
  }

  /** The time in a Date header; empty if it cannot be parsed. */
  public static Optional<Instant> parse(String date) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
