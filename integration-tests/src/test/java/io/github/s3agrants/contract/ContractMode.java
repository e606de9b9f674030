package io.github.s3agrants.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The modes in which the suites run: two kinds of credentials, two input streams. */
enum ContractMode {
  PLAIN_CLASSIC,
  VENDED_CLASSIC,
  PLAIN_ANALYTICS,
  VENDED_ANALYTICS,
  /** Vended credentials, and the library asks path by path: it does not read the grants. */
  VENDED_CLASSIC_OFF,
  /** The same, because the caller may not call ListCallerAccessGrants. */
  VENDED_CLASSIC_FORBIDDEN;

  /** With {@code -Dcontract.all=true}, the library also asks path by path. */
  private static final boolean ALL = Boolean.getBoolean("contract.all");

  /** The modes of a Hadoop version. Those before 3.4.2 have one stream and ignore the setting. */
  static List<ContractMode> of(String hadoop) {
    return Arrays.stream(values())
        .filter(mode -> hadoop.compareTo("3.4.2") >= 0 || mode.stream().equals("classic"))
        .filter(mode -> ALL || mode.readsGrants())
        .toList();
  }

  /** True if Access Grants vends the credentials; false if they are base credentials. */
  boolean vended() {
    return this != PLAIN_CLASSIC && this != PLAIN_ANALYTICS;
  }

  /** Whether the library knows the caller's grants. */
  boolean readsGrants() {
    return this != VENDED_CLASSIC_OFF && this != VENDED_CLASSIC_FORBIDDEN;
  }

  /** The value of {@code fs.s3a.input.stream.type}. */
  String stream() {
    return this == PLAIN_ANALYTICS || this == VENDED_ANALYTICS ? "analytics" : "classic";
  }

  /** The mode with the same stream and base credentials. */
  ContractMode plain() {
    return stream().equals("classic") ? PLAIN_CLASSIC : PLAIN_ANALYTICS;
  }

  /** The name in file names and reports, such as {@code plain-classic}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
