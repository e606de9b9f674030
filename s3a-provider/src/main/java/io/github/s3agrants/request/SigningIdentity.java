package io.github.s3agrants.request;

import io.github.s3agrants.aws.FixedIdentityProvider;
import io.github.s3agrants.vending.BaseIdentity;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SelectedAuthScheme;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.Identity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Reads and replaces the identity that signs one request, in both generations of the SDK.
 *
 * <p>Up to SDK 2.46 the identity is selected before any interceptor runs, and is in {@code
 * SELECTED_AUTH_SCHEME}. From 2.47 on it is selected after the interceptors from {@code
 * IDENTITY_PROVIDERS}, and the other attribute has a placeholder. Both are replaced, and {@link
 * #isSignedWith} verifies the result.
 */
final class SigningIdentity {
  private static final String SIGV4 = "aws.auth#sigv4";

  private SigningIdentity() {}

  /**
   * Returns the base credentials, from the placeholder that would sign the request; null if there
   * is no placeholder. Never waits for a future, because that of a placeholder is always complete.
   */
  static @Nullable BaseIdentity base(ExecutionAttributes attributes) {
    SelectedAuthScheme<?> scheme = selected(attributes);
    BaseIdentity selected = scheme == null ? null : base(scheme.identity());
    // For a directory bucket it is a session, which the SDK opens with the client's own identity.
    return selected == null ? base(provided(attributes)) : selected;
  }

  private static @Nullable BaseIdentity base(
      @Nullable CompletableFuture<? extends Identity> identity) {
    Identity now =
        identity == null || identity.isCompletedExceptionally() ? null : identity.getNow(null);
    return now instanceof PlaceholderCredentials ? ((PlaceholderCredentials) now).base() : null;
  }

  private static @Nullable CompletableFuture<? extends Identity> provided(
      ExecutionAttributes attributes) {
    IdentityProviders providers =
        attributes.getAttribute(SdkInternalExecutionAttribute.IDENTITY_PROVIDERS);
    IdentityProvider<AwsCredentialsIdentity> provider =
        providers == null ? null : providers.identityProvider(AwsCredentialsIdentity.class);
    return provider == null ? null : provider.resolveIdentity();
  }

  /**
   * Returns a supplier that gets the base credentials anew from the client's provider. The supplier
   * may block, because that provider may make calls.
   *
   * @param known returned if the provider has no placeholder
   */
  static Supplier<BaseIdentity> baseAgain(ExecutionAttributes attributes, BaseIdentity known) {
    IdentityProviders present =
        attributes.getAttribute(SdkInternalExecutionAttribute.IDENTITY_PROVIDERS);
    IdentityProviders providers =
        present instanceof Replaced ? ((Replaced) present).others : present;
    IdentityProvider<AwsCredentialsIdentity> provider =
        providers == null ? null : providers.identityProvider(AwsCredentialsIdentity.class);
    return () -> {
      AwsCredentialsIdentity now = provider == null ? null : provider.resolveIdentity().join();
      return now instanceof PlaceholderCredentials ? ((PlaceholderCredentials) now).base() : known;
    };
  }

  /** Sets the identity that signs the request. */
  static void replace(ExecutionAttributes attributes, FixedIdentityProvider identity) {
    replace(attributes, identity, identity.identity());
  }

  /**
   * Sets the identity that signs the request, and the provider that it is from.
   *
   * @param identity what {@code provider} provides now
   */
  static void replace(
      ExecutionAttributes attributes,
      IdentityProvider<AwsCredentialsIdentity> provider,
      CompletableFuture<? extends AwsCredentialsIdentity> identity) {
    SelectedAuthScheme<?> scheme = selected(attributes);
    if (scheme != null) {
      attributes.putAttribute(
          SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME, with(scheme, identity));
    }
    IdentityProviders providers =
        attributes.getAttribute(SdkInternalExecutionAttribute.IDENTITY_PROVIDERS);
    if (providers != null) {
      attributes.putAttribute(
          SdkInternalExecutionAttribute.IDENTITY_PROVIDERS, new Replaced(providers, provider));
    }
  }

  /**
   * Whether the request has a SigV4 or SigV4a signature of this access key: {@code Authorization:
   * AWS4-… Credential=<access key>/<scope>, …}.
   */
  static boolean isSignedWith(SdkHttpRequest signed, String accessKeyId) {
    String authorization = signed.firstMatchingHeader("Authorization").orElse("");
    int key = authorization.indexOf(Authorization.CREDENTIAL) + Authorization.CREDENTIAL.length();
    return authorization.startsWith("AWS4-")
        && key >= Authorization.CREDENTIAL.length()
        && authorization.startsWith(accessKeyId, key)
        && authorization.startsWith("/", key + accessKeyId.length());
  }

  /** Returns the Region of a SigV4 signature; empty for SigV4a, which names none. */
  static Optional<String> signedFor(SdkHttpRequest signed) {
    return Authorization.regionOf(signed.firstMatchingHeader("Authorization"));
  }

  /** Returns the selected scheme, if it signs with AWS credentials; else null. */
  private static @Nullable SelectedAuthScheme<?> selected(ExecutionAttributes attributes) {
    SelectedAuthScheme<?> scheme =
        attributes.getAttribute(SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME);
    return scheme != null && scheme.authSchemeOption().schemeId().startsWith(SIGV4) ? scheme : null;
  }

  /**
   * Returns the scheme with another identity. A SigV4 signer accepts any AWS credentials, which its
   * type parameter cannot express.
   */
  @SuppressWarnings("unchecked")
  private static <T extends Identity> SelectedAuthScheme<T> with(
      SelectedAuthScheme<T> scheme, CompletableFuture<? extends AwsCredentialsIdentity> identity) {
    return new SelectedAuthScheme<>(
        (CompletableFuture<? extends T>) identity, scheme.signer(), scheme.authSchemeOption());
  }

  /** The client's identity providers, one of them replaced. To copy them all would cost more. */
  private static final class Replaced implements IdentityProviders {
    private final IdentityProviders others;
    private final IdentityProvider<AwsCredentialsIdentity> provider;

    Replaced(IdentityProviders others, IdentityProvider<AwsCredentialsIdentity> provider) {
      this.others = others;
      this.provider = provider;
    }

    @Override
    @SuppressWarnings("unchecked") // T is AwsCredentialsIdentity here
    public <T extends Identity> IdentityProvider<T> identityProvider(Class<T> type) {
      return AwsCredentialsIdentity.class.equals(type)
          ? (IdentityProvider<T>) provider
          : others.identityProvider(type);
    }

    @Override
    public Builder toBuilder() {
      return others.toBuilder().putIdentityProvider(provider);
    }
  }
}
