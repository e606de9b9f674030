package io.github.s3agrants.emulator.api;

import java.net.URI;

/**
 * The URLs of a running emulator. All are on loopback.
 *
 * @param s3 for S3 clients; path-style access only
 * @param s3Control for S3 Control clients, without the account ID as a host prefix
 * @param sts for STS clients
 */
public record Endpoints(URI s3, URI s3Control, URI sts) {

  /** One line of JSON with the members {@code s3}, {@code s3control} and {@code sts}. */
  public String toJson() {
    return "{\"s3\":\"" + s3 + "\",\"s3control\":\"" + s3Control + "\",\"sts\":\"" + sts + "\"}";
  }
}
