package io.github.s3agrants.emulator.grants;

/** How much of the matching grant the vended credentials cover. */
public enum Privilege {
  /** The grant's scope. */
  DEFAULT("Default"),
  /** Only the requested target. */
  MINIMAL("Minimal");

  private final String wireName;

  Privilege(String wireName) {
    this.wireName = wireName;
  }

  /** The name in requests. */
  public String wireName() {
    return wireName;
  }
}
