package io.github.s3agrants.access;

/** Whether the front end can answer a request by several requests for parts of it. */
public enum Parts {
  /** It cannot. */
  IMPOSSIBLE,
  /** It can, if no grant covers the request as a whole. */
  POSSIBLE,
  /** It has tried, and found nothing in any part. The request is now decided as a whole. */
  EMPTY
}
