package io.github.s3agrants.emulator.api;

/**
 * What HEAD and GET of a key that is not there are answered with, under vended credentials that may
 * not list the whole bucket. Whoever may list it gets 404 in any case.
 */
public enum MissingKey {
  /** 404 NoSuchKey. */
  NOT_FOUND,
  /**
   * 403 AccessDenied: S3 does not tell somebody without the permission to list that a key is
   * missing.
   */
  FORBIDDEN
}
