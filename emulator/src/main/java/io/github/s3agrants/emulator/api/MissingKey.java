package io.github.s3agrants.emulator.api;

/**
 * The answer to HEAD and GET of a key that does not exist, if vended credentials that may not list
 * the whole bucket signed the request. Credentials that may list it always get 404.
 */
public enum MissingKey {
  /** 404 NoSuchKey. */
  NOT_FOUND,
  /**
   * 403 AccessDenied. S3 hides from a caller without the permission to list whether a key exists.
   */
  FORBIDDEN
}
