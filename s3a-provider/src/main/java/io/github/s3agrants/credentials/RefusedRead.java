package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.S3Path;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A read of one object, signed with vended credentials, that S3 answered with 403. Immutable. */
public final class RefusedRead {
  private final S3Path path;
  private final SdkHttpRequest http;
  private final String region;
  private final FixedIdentityProvider signer;
  private final NetworkSettings network;

  /**
   * What was refused.
   *
   * @param http the request as it was sent
   * @param region the Region that it was signed for
   * @param signer whose credentials signed it
   * @param network how S3 is reached
   */
  public RefusedRead(
      S3Path path,
      SdkHttpRequest http,
      String region,
      FixedIdentityProvider signer,
      NetworkSettings network) {
    this.path = requireNonNull(path, "path");
    this.http = requireNonNull(http, "http");
    this.region = requireNonNull(region, "region");
    this.signer = requireNonNull(signer, "signer");
    this.network = requireNonNull(network, "network");
  }

  S3Path path() {
    return path;
  }

  SdkHttpRequest http() {
    return http;
  }

  String region() {
    return region;
  }

  FixedIdentityProvider signer() {
    return signer;
  }

  NetworkSettings network() {
    return network;
  }
}
