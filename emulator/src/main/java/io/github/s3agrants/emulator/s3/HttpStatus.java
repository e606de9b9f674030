package io.github.s3agrants.emulator.s3;

/** The statuses that S3's answers have beside those of errors. */
final class HttpStatus {
  static final int OK = 200;
  static final int NO_CONTENT = 204;
  static final int PARTIAL_CONTENT = 206;
  static final int NOT_MODIFIED = 304;
  static final int BAD_REQUEST = 400;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;

  private HttpStatus() {}
}
