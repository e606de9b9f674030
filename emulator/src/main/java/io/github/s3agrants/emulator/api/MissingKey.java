package io.github.s3agrants.emulator.api;

/**
 * The answer to HEAD and GET of a key that does not exist. S3 answers 403 to a caller who may not
 * list the bucket, so that nobody learns which keys exist.
 */
public enum MissingKey {
  /**
   * 404 if the credentials may list the keys that start with this key, otherwise 403. So
   * credentials for a prefix get 404 in it, and credentials for one object get 403.
   */
  LISTING,
  /** 404 NoSuchKey, to everybody who may read. */
  NOT_FOUND,
  /** 403 AccessDenied to vended credentials that may not list the whole bucket. */
  FORBIDDEN
}
