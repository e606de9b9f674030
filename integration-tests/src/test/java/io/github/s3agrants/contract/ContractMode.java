package io.github.s3agrants.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The modes in which the suites run: two kinds of credentials, two input streams. */
enum ContractMode {
  PLAIN_CLASSIC,
  VENDED_CLASSIC,
  PLAIN_ANALYTICS,
  VENDED_ANALYTICS;

  /** The modes of a Hadoop version. 3.4.1 has no analytics stream and ignores its setting. */
  static List<ContractMode> of(String hadoop) {
    return hadoop.equals("3.4.1")
        ? List.of(PLAIN_CLASSIC, VENDED_CLASSIC)
        : Arrays.asList(values());
  }

  /** True if Access Grants vends the credentials; false if they are base credentials. */
  boolean vended() {
    return this == VENDED_CLASSIC || this == VENDED_ANALYTICS;
  }

  /** The value of {@code fs.s3a.input.stream.type}. */
  String stream() {
    return this == PLAIN_CLASSIC || this == VENDED_CLASSIC ? "classic" : "analytics";
  }

  /** The mode with the same stream and base credentials. */
  ContractMode plain() {
    return this == PLAIN_CLASSIC || this == VENDED_CLASSIC ? PLAIN_CLASSIC : PLAIN_ANALYTICS;
  }

  /** The name in file names and reports, such as {@code plain-classic}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
