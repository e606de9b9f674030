package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.S3Path;
import java.net.URI;
import java.util.Optional;

/** A read of one object, signed with vended credentials, that S3 answered with 403. Immutable. */
public final class RefusedRead {
  private final S3Path path;
  private final URI bucketUrl;
  private final Optional<String> requestPayer;
  private final String region;
  private final SigningCredentials signer;
  private final NetworkSettings network;

  /**
   * A refused read.
   *
   * @param path the object
   * @param bucketUrl the URL of the request up to the key
   * @param requestPayer the request's {@code x-amz-request-payer} header
   * @param region the Region that the request was signed for
   * @param signer the credentials that signed the request
   * @param network how S3 is reached
   */
  public RefusedRead(
      S3Path path,
      URI bucketUrl,
      Optional<String> requestPayer,
      String region,
      SigningCredentials signer,
      NetworkSettings network) {
    this.path = requireNonNull(path, "path");
    this.bucketUrl = requireNonNull(bucketUrl, "bucketUrl");
    this.requestPayer = requireNonNull(requestPayer, "requestPayer");
    this.region = requireNonNull(region, "region");
    this.signer = requireNonNull(signer, "signer");
    this.network = requireNonNull(network, "network");
  }

  public S3Path path() {
    return path;
  }

  public URI bucketUrl() {
    return bucketUrl;
  }

  public Optional<String> requestPayer() {
    return requestPayer;
  }

  public String region() {
    return region;
  }

  public SigningCredentials signer() {
    return signer;
  }

  public NetworkSettings network() {
    return network;
  }
}
