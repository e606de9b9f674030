package io.github.s3agrants.request;

import java.util.Optional;

/** Reads the header {@code Authorization: AWS4-… Credential=<access key>/<scope>, …}. */
public final class Authorization {
  static final String CREDENTIAL = "Credential=";

  private Authorization() {}

  /** Returns the Region of a SigV4 signature; empty for SigV4a, which names none. */
  public static Optional<String> regionOf(Optional<String> header) {
    // Credential=<access key>/<date>/<Region>/s3/aws4_request
    return header
        .filter(authorization -> authorization.contains(CREDENTIAL))
        .map(authorization -> authorization.split("/", 5))
        .filter(parts -> parts.length == 5 && parts[3].equals("s3"))
        .map(parts -> parts[2]);
  }
}
