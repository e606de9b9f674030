package io.github.s3agrants.request;

import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.VendingEngine;
import io.github.s3agrants.vending.VendingPolicy;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ClientType;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/** Requests as the SDK hands them to the interceptor, without a client that sends them. */
final class Requests {
  private Requests() {}

  /** Those of a file system on an engine. */
  static FileSystemRequests on(VendingEngine engine, boolean fallback, Duration deniedTtl) {
    return new FileSystemRequests(vendor(engine, fallback, deniedTtl), Optional.empty());
  }

  /** What decides on them. */
  static CredentialVendor vendor(VendingEngine engine, boolean fallback, Duration deniedTtl) {
    return engine.vendor(
        ServiceSettings.builder().region(Optional.of("us-east-1")).build(),
        new VendingPolicy(fallback, deniedTtl, true));
  }

  /** Has a client of this kind hold what S3A gives it of a caller. */
  static void identify(ExecutionAttributes attributes, ClientType client, BaseIdentity base) {
    attributes.putAttribute(SdkExecutionAttribute.CLIENT_TYPE, client);
    attributes.putAttribute(
        SdkInternalExecutionAttribute.IDENTITY_PROVIDERS,
        IdentityProviders.builder()
            .putIdentityProvider(StaticCredentialsProvider.create(new PlaceholderCredentials(base)))
            .build());
  }

  /** The GET of {@code p/k} in bucket {@code b}, signed. */
  static SdkHttpRequest signedBy(String accessKey) {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.GET)
        .protocol("https")
        .host("s3.amazonaws.com")
        .encodedPath("/b/p/k")
        .putHeader(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=" + accessKey + "/20261125/us-east-1/s3/aws4_request, S=1")
        .build();
  }
}
