package io.github.s3agrants.vending;

/** What tests outside of this package ask of the caller's own credentials. */
public final class TestIdentities {
  private TestIdentities() {}

  /** Whether a new session of the same principal is taken for the old one, renewed. */
  public static boolean areSessionsAlike(BaseIdentity identity) {
    return identity.source() != null;
  }

  /** Whether these two come from one object all of whose sessions are alike. */
  public static boolean areOfOneSource(BaseIdentity one, BaseIdentity other) {
    return one.source() != null && one.source() == other.source();
  }
}
