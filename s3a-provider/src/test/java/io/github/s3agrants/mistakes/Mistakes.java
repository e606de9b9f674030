package io.github.s3agrants.mistakes;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The mistakes that users make. Those of the class path need a JVM of their own, and are in {@code
 * ClassPathIT} of the integration tests.
 */
public final class Mistakes {
  static final String CONTROL = "fs.s3a.accessgrants.endpoint";
  static final String STS = "fs.s3a.accessgrants.sts.endpoint";
  static final String ACCOUNT_ID = "fs.s3a.accessgrants.account.id";
  static final String REGION = "fs.s3a.accessgrants.region";

  static final Duration SOON = Duration.ofSeconds(15);

  /** What may be an outage: S3A pauses for up to 24 s before the attempt that settles it. */
  static final Duration AFTER_PATIENCE = Duration.ofSeconds(60);

  private Mistakes() {}

  /** All of them, in an order that stays. */
  public static List<Mistake> all() {
    return Stream.of(
            SettingMistakes.all(), NetworkMistakes.all(), CallerMistakes.all(), GrantMistakes.all())
        .flatMap(List::stream)
        .toList();
  }
}
