package io.github.s3agrants.tools;

/** Writes what was found. */
interface Report {
  /** One more finding. */
  void add(Finding finding);

  /** There are no more. */
  void end(Findings findings);
}
