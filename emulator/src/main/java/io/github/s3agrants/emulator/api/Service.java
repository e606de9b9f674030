package io.github.s3agrants.emulator.api;

/** The emulated services. */
public enum Service {
  S3("s3"),
  S3CONTROL("s3control"),
  STS("sts");

  private final String id;

  Service(String id) {
    this.id = id;
  }

  /** The name used in JSON. */
  public String id() {
    return id;
  }
}
