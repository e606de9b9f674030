package io.github.s3agrants.emulator.api;

import java.net.URI;

/**
 * The URLs of a running emulator. They name the address that it listens on, or loopback if it
 * listens on every address.
 *
 * <p>Each port serves all services. Those of S3 and of S3 Control differ in nothing but whom they
 * take an unsigned request for.
 *
 * @param s3 for S3 clients
 * @param s3Control for S3 Control clients, without the account ID as a host prefix
 * @param sts for STS clients
 */
public record Endpoints(URI s3, URI s3Control, URI sts) {

  /** For clients that know one endpoint for all services, such as {@code AWS_ENDPOINT_URL}. */
  public URI all() {
    return s3;
  }

  /**
   * One line of JSON with the members {@code s3}, {@code s3control}, {@code sts} and {@code all}.
   */
  public String toJson() {
    return "{\"s3\":\""
        + s3
        + "\",\"s3control\":\""
        + s3Control
        + "\",\"sts\":\""
        + sts
        + "\",\"all\":\""
        + all()
        + "\"}";
  }
}
