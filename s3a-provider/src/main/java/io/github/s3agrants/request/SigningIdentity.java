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
 * <p>Up to SDK 2.46 the identity is selected before any interceptor runs and lies in {@code
 * SELECTED_AUTH_SCHEME}. From 2.47 it is selected afterwards from {@code IDENTITY_PROVIDERS}, and
 * what lies in the other place is a placeholder. Both are replaced; what came of it is for {@link
 * #isSignedWith} to tell.
 */
final class SigningIdentity {
  private static final String SIGV4 = "aws.auth#sigv4";

  private static final String CREDENTIAL = "Credential=";

  private SigningIdentity() {}

  /**
   * The caller's own credentials, out of the placeholder that would sign as the client was set up;
   * null if there is none. A placeholder is there at once: its provider never makes anybody wait.
   */
  static @Nullable BaseIdentity base(ExecutionAttributes attributes) {
    SelectedAuthScheme<?> scheme = selected(attributes);
    BaseIdentity selected = scheme == null ? null : base(scheme.identity());
    // That of a directory bucket is a session which the SDK opens with the client's own identity.
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
   * Finds the caller's own credentials anew, from where the client was set up to get them. May
   * block, on whatever their provider asks.
   *
   * @param known those to take if there are none
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

  /** Has the identity sign the request. */
  static void replace(ExecutionAttributes attributes, FixedIdentityProvider identity) {
    SelectedAuthScheme<?> scheme = selected(attributes);
    if (scheme != null) {
      attributes.putAttribute(
          SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME, with(scheme, identity.identity()));
    }
    IdentityProviders providers =
        attributes.getAttribute(SdkInternalExecutionAttribute.IDENTITY_PROVIDERS);
    if (providers != null) {
      attributes.putAttribute(
          SdkInternalExecutionAttribute.IDENTITY_PROVIDERS, new Replaced(providers, identity));
    }
  }

  /**
   * Whether the request bears a SigV4 or SigV4a signature made with this access key: {@code
   * Authorization: AWS4-… Credential=<access key>/<scope>, …}.
   */
  static boolean isSignedWith(SdkHttpRequest signed, String accessKeyId) {
    String authorization = signed.firstMatchingHeader("Authorization").orElse("");
    int key = authorization.indexOf(CREDENTIAL) + CREDENTIAL.length();
    return authorization.startsWith("AWS4-")
        && key >= CREDENTIAL.length()
        && authorization.startsWith(accessKeyId, key)
        && authorization.startsWith("/", key + accessKeyId.length());
  }

  /** The Region of a SigV4 signature; empty for one of SigV4a, which names none. */
  static Optional<String> signedFor(SdkHttpRequest signed) {
    // Credential=<access key>/<date>/<Region>/s3/aws4_request
    return signed
        .firstMatchingHeader("Authorization")
        .filter(authorization -> authorization.contains(CREDENTIAL))
        .map(authorization -> authorization.split("/", 5))
        .filter(parts -> parts.length == 5 && parts[3].equals("s3"))
        .map(parts -> parts[2]);
  }

  /** The selected scheme, if it is one that signs with AWS credentials. */
  private static @Nullable SelectedAuthScheme<?> selected(ExecutionAttributes attributes) {
    SelectedAuthScheme<?> scheme =
        attributes.getAttribute(SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME);
    return scheme != null && scheme.authSchemeOption().schemeId().startsWith(SIGV4) ? scheme : null;
  }

  /** The signer of a SigV4 scheme takes any AWS credentials; its type parameter cannot say so. */
  @SuppressWarnings("unchecked")
  private static <T extends Identity> SelectedAuthScheme<T> with(
      SelectedAuthScheme<T> scheme, CompletableFuture<? extends AwsCredentialsIdentity> identity) {
    return new SelectedAuthScheme<>(
        (CompletableFuture<? extends T>) identity, scheme.signer(), scheme.authSchemeOption());
  }

  /** The client's providers with one of them replaced; a copy of them all would cost more. */
  private static final class Replaced implements IdentityProviders {
    private final IdentityProviders others;
    private final FixedIdentityProvider identity;

    Replaced(IdentityProviders others, FixedIdentityProvider identity) {
      this.others = others;
      this.identity = identity;
    }

    @Override
    @SuppressWarnings("unchecked") // the class is the type parameter's own
    public <T extends Identity> IdentityProvider<T> identityProvider(Class<T> type) {
      return AwsCredentialsIdentity.class.equals(type)
          ? (IdentityProvider<T>) identity
          : others.identityProvider(type);
    }

    @Override
    public Builder toBuilder() {
      return others.toBuilder().putIdentityProvider(identity);
    }
  }
}
