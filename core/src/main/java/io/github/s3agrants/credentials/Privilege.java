package io.github.s3agrants.credentials;

/** How much of the matching grant the vended credentials cover. The constants' API names differ. */
public enum Privilege {
  /** All of the grant that is closest to the target. */
  DEFAULT("Default"),
  /** The requested target and nothing else. */
  MINIMAL("Minimal");

  private final String apiName;

  Privilege(String apiName) {
    this.apiName = apiName;
  }

  /** The value as GetDataAccess and the settings write it. */
  public String apiName() {
    return apiName;
  }
}
