package io.github.s3agrants.hadoop33;

import static java.util.Objects.requireNonNull;

import com.amazonaws.Request;
import com.amazonaws.util.SdkHttpUtils;
import io.github.s3agrants.request.Authorization;
import io.github.s3agrants.request.SignedTarget;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request of version 1 of the AWS SDK, as it is sent. */
final class SignedByV1 implements SignedTarget.Signed {
  private final Request<?> request;

  SignedByV1(Request<?> request) {
    this.request = requireNonNull(request, "request");
  }

  @Override
  public String method() {
    return request.getHttpMethod().name();
  }

  @Override
  public String host() {
    return String.valueOf(request.getEndpoint().getHost());
  }

  /** The endpoint's own path, then the resource's, as the SDK joins them. */
  @Override
  public String encodedPath() {
    String base = request.getEndpoint().getRawPath();
    String resource = request.getResourcePath() == null ? "" : request.getResourcePath();
    return (base == null || base.equals("/") ? "" : base)
        + (resource.startsWith("/") ? resource : "/" + resource);
  }

  /** Returns the part of the request's URL before the key; empty if that is not clear. */
  Optional<URI> bucketUrl(String key) {
    String path = encodedPath();
    String end = "/" + SdkHttpUtils.urlEncode(key, true);
    URI endpoint = request.getEndpoint();
    return path.endsWith(end)
        ? Optional.of(
            URI.create(
                endpoint.getScheme()
                    + "://"
                    + endpoint.getAuthority()
                    + path.substring(0, path.length() - end.length())))
        : Optional.empty();
  }

  /** Returns the Region that the request is signed for. */
  Optional<String> region() {
    return Authorization.regionOf(header("Authorization"));
  }

  @Override
  public Optional<String> header(String name) {
    for (Map.Entry<String, String> header : request.getHeaders().entrySet()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return Optional.ofNullable(header.getValue());
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> queryParameter(String name) {
    List<String> values = request.getParameters().get(name);
    return values == null || values.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(values.get(0));
  }
}
