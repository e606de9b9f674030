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

/** Requests as the SDK passes them to the interceptor, without a client. */
final class Requests {
  private Requests() {}

  /** The requests of one file system on an engine. */
  static FileSystemRequests on(VendingEngine engine, boolean fallback, Duration deniedTtl) {
    return new FileSystemRequests(vendor(engine, fallback, deniedTtl), Optional.empty());
  }

  /** The vendor that decides on the requests. */
  static CredentialVendor vendor(VendingEngine engine, boolean fallback, Duration deniedTtl) {
    return engine.vendor(
        ServiceSettings.builder().region(Optional.of("us-east-1")).build(),
        new VendingPolicy(fallback, deniedTtl, true));
  }

  /** Sets the attributes that a client of this type has when its base identity is a placeholder. */
  static void identify(ExecutionAttributes attributes, ClientType client, BaseIdentity base) {
    attributes.putAttribute(SdkExecutionAttribute.CLIENT_TYPE, client);
    attributes.putAttribute(
        SdkInternalExecutionAttribute.IDENTITY_PROVIDERS,
        IdentityProviders.builder()
            .putIdentityProvider(StaticCredentialsProvider.create(new PlaceholderCredentials(base)))
            .build());
  }

  /** A signed GET of {@code p/k} in bucket {@code b}. */
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
