package io.github.s3agrants.vending;

/** What tests outside of this package ask of the caller's own credentials. */
public final class TestIdentities {
  private TestIdentities() {}

  /** Whether a new session of the same principal is treated as a renewal of the old one. */
  public static boolean areSessionsAlike(BaseIdentity identity) {
    return identity.source() != null;
  }

  /** Whether both come from the same source, whose sessions are all alike. */
  public static boolean areOfOneSource(BaseIdentity one, BaseIdentity other) {
    return one.source() != null && one.source() == other.source();
  }
}
