package io.github.s3agrants.request;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.RefusedReadFinding;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Looks closer at reads of one object with vended credentials that S3 refused, by calling S3 again.
 */
final class RefusedReads {
  private static final String REQUEST_PAYER = "x-amz-request-payer";

  private RefusedReads() {}

  /**
   * Calls S3 about a read, and blocks until it answers. Finds {@link RefusedReadFinding#NOTHING}
   * for any other request.
   */
  static RefusedReadFinding look(
      CredentialVendor vendor,
      SdkRequest request,
      SdkHttpRequest sent,
      @Nullable Decision decision) {
    return of(vendor, request, sent, decision).map(vendor::look).orElse(RefusedReadFinding.NOTHING);
  }

  /** Returns the read; empty if the request is not a read of one object with vended credentials. */
  static Optional<RefusedRead> of(
      CredentialVendor vendor,
      SdkRequest request,
      SdkHttpRequest sent,
      @Nullable Decision decision) {
    VendedCredentials vended = decision == null ? null : decision.credentials();
    S3Path path = AccessResolver.objectRead(request).orElse(null);
    URI bucketUrl = path == null ? null : bucketUrl(sent, path.key()).orElse(null);
    String region = SigningIdentity.signedFor(sent).orElse(null);
    return vended == null || path == null || bucketUrl == null || region == null
        ? Optional.empty()
        : Optional.of(
            new RefusedRead(
                path,
                bucketUrl,
                sent.firstMatchingHeader(REQUEST_PAYER),
                region,
                vended.signing(),
                vendor.network()));
  }

  /** Returns the part of the request's URL before the key; empty if that is not clear. */
  private static Optional<URI> bucketUrl(SdkHttpRequest request, String key) {
    String path = request.encodedPath();
    String end = "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
    if (!path.endsWith(end)) {
      return Optional.empty();
    }
    String base = path.substring(0, path.length() - end.length());
    return Optional.of(
        URI.create(request.protocol() + "://" + request.host() + ":" + request.port() + base));
  }
}
