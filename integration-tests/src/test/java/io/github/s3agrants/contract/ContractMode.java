package io.github.s3agrants.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The four ways in which the suites run. */
enum ContractMode {
  PLAIN_CLASSIC,
  VENDED_CLASSIC,
  PLAIN_ANALYTICS,
  VENDED_ANALYTICS;

  /** Hadoop 3.4.1 has no analytics stream, and takes no notice of the setting that asks for it. */
  static List<ContractMode> of(String hadoop) {
    return hadoop.equals("3.4.1")
        ? List.of(PLAIN_CLASSIC, VENDED_CLASSIC)
        : Arrays.asList(values());
  }

  /** Whether Access Grants gives the credentials; else they are the user's own. */
  boolean vended() {
    return this == VENDED_CLASSIC || this == VENDED_ANALYTICS;
  }

  /** The value of {@code fs.s3a.input.stream.type}. */
  String stream() {
    return this == PLAIN_CLASSIC || this == VENDED_CLASSIC ? "classic" : "analytics";
  }

  /** The same stream with the user's own credentials. */
  ContractMode plain() {
    return this == PLAIN_CLASSIC || this == VENDED_CLASSIC ? PLAIN_CLASSIC : PLAIN_ANALYTICS;
  }

  /** As it is written in file names and reports, such as {@code plain-classic}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
