package io.github.s3agrants.credentials;

/**
 * How much of the matching grant the vended credentials cover. See {@link #apiName} for the names
 * in the API.
 */
public enum Privilege {
  /** The whole scope of the grant that is closest to the target. */
  DEFAULT("Default"),
  /** Only the requested target. */
  MINIMAL("Minimal");

  private final String apiName;

  Privilege(String apiName) {
    this.apiName = apiName;
  }

  /** The value as GetDataAccess and the settings spell it. */
  public String apiName() {
    return apiName;
  }
}
