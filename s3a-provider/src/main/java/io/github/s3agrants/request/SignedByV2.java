package io.github.s3agrants.request;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A request that version 2 of the AWS SDK has signed. Immutable. */
final class SignedByV2 implements SignedTarget.Signed {
  private final SdkHttpRequest request;

  SignedByV2(SdkHttpRequest request) {
    this.request = requireNonNull(request, "request");
  }

  @Override
  public String method() {
    return request.method().name();
  }

  @Override
  public String host() {
    return request.host();
  }

  @Override
  public String encodedPath() {
    return request.encodedPath();
  }

  @Override
  public Optional<String> header(String name) {
    return request.firstMatchingHeader(name);
  }

  @Override
  public Optional<String> queryParameter(String name) {
    return request.firstMatchingRawQueryParameter(name);
  }
}
