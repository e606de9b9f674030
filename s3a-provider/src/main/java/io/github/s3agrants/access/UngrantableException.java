package io.github.s3agrants.access;

/** A request that no single grant can cover, or that this library does not know. */
public final class UngrantableException extends Exception {
  private static final long serialVersionUID = 1L;

  UngrantableException(String message) {
    super(message);
  }
}
