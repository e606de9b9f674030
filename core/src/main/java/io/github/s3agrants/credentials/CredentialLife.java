package io.github.s3agrants.credentials;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * When vended credentials end by our own clock, which may be set otherwise than the service's. They
 * are never believed to live longer than they were asked for, and where the clocks differ, never
 * longer than they do. Where they agree, what a Date header leaves out may be too much, which is
 * less than a second.
 */
public final class CredentialLife {
  /** A Date header names whole seconds. What has passed of the next is left out. */
  private static final Duration DATE_RESOLUTION = Duration.ofSeconds(1);

  private CredentialLife() {}

  /**
   * The end by our clock.
   *
   * @param asked when the call began, by our clock: no later than the credentials were made
   * @param wanted the life that they were asked for with
   * @param expiration the end by the service's clock
   * @param date the Date header of the answer; ignored where it cannot be read
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
   * What the service's clock showed at most when it answered; or what ours does, which is finer, if
   * they agree as far as the header can tell.
   */
  private static Instant serviceNow(Instant sent, Instant ours) {
    if (Duration.between(sent, ours).abs().compareTo(DATE_RESOLUTION) > 0) {
      return sent.plus(DATE_RESOLUTION);
    }
    return ours.isBefore(sent) ? sent : ours;
  }

  private static Optional<Instant> parse(String date) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
