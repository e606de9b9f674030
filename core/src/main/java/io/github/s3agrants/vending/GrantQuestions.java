package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.vending.probe.ProbeQuestions;

/** What is known of the grants of one request's caller, or can be found out. */
interface GrantQuestions extends ProbeQuestions {
  /** What is known of the grants around an access that is refused. */
  KnownSurroundings surroundings(Access access);
}
