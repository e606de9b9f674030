package io.github.s3agrants.tools;

/** How bad a finding is. The order is from good to bad. */
enum Level {
  /** It is as it should be. */
  OK(0),
  /** Something works in part only, or is likely to surprise. */
  WARNING(1),
  /** Requests of a job would fail. */
  FAILED(2);

  private final int exitStatus;

  Level(int exitStatus) {
    this.exitStatus = exitStatus;
  }

  /** The exit status of the command if this is the worst finding. */
  int exitStatus() {
    return exitStatus;
  }
}
