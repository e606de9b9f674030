package io.github.s3agrants;

import io.github.s3agrants.access.AccessResolver;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.VendingEngine.Finding;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Reads of one object with vended credentials, about which S3 can be asked once more. */
final class RefusedReads {
  private RefusedReads() {}

  /** What S3 says of the read, asked and waited for here; nothing of any other request. */
  static Finding look(
      CredentialVendor vendor,
      SdkRequest request,
      SdkHttpRequest sent,
      @Nullable Decision decision) {
    return of(vendor, request, sent, decision).map(vendor.engine()::look).orElse(Finding.NOTHING);
  }

  private static Optional<RefusedRead> of(
      CredentialVendor vendor,
      SdkRequest request,
      SdkHttpRequest sent,
      @Nullable Decision decision) {
    VendedCredentials vended = decision == null ? null : decision.credentials();
    return vended == null
        ? Optional.empty()
        : AccessResolver.objectRead(request)
            .flatMap(
                path ->
                    SigningIdentity.signedFor(sent)
                        .map(
                            region ->
                                new RefusedRead(
                                    path, sent, region, vended.identity(), vendor.network())));
  }
}
