package io.github.s3agrants;

import io.github.s3agrants.grants.FixedIdentityProvider;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * #accessKeyOf} to tell.
 */
final class SigningIdentity {
  private static final String SIGV4 = "aws.auth#sigv4";

  /** Of SigV4's and SigV4a's Authorization header: {@code Credential=<access key>/<scope>}. */
  private static final Pattern CREDENTIAL =
      Pattern.compile("AWS4-[A-Z0-9-]+ +(?:.*[, ])?Credential=([^/,]+)/.*");

  private SigningIdentity() {}

  /** The identity that would sign, as the client was set up; empty if none can be found. */
  static Optional<CompletableFuture<? extends AwsCredentialsIdentity>> base(
      ExecutionAttributes attributes) {
    SelectedAuthScheme<?> scheme = selected(attributes);
    if (scheme != null) {
      return Optional.of(scheme.identity().thenApply(SigningIdentity::asAwsCredentials));
    }
    IdentityProviders providers =
        attributes.getAttribute(SdkInternalExecutionAttribute.IDENTITY_PROVIDERS);
    IdentityProvider<AwsCredentialsIdentity> provider =
        providers == null ? null : providers.identityProvider(AwsCredentialsIdentity.class);
    return Optional.ofNullable(provider).map(IdentityProvider::resolveIdentity);
  }

  /** Has {@code identity} sign the request. */
  static void replace(
      ExecutionAttributes attributes,
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
          SdkInternalExecutionAttribute.IDENTITY_PROVIDERS,
          providers.copy(b -> b.putIdentityProvider(new FixedIdentityProvider(identity))));
    }
  }

  /** Whose access key the request is signed with; empty if it bears no SigV4 signature. */
  static Optional<String> accessKeyOf(SdkHttpRequest signed) {
    return signed
        .firstMatchingHeader("Authorization")
        .map(CREDENTIAL::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1));
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

  private static AwsCredentialsIdentity asAwsCredentials(Identity identity) {
    if (identity instanceof AwsCredentialsIdentity) {
      return (AwsCredentialsIdentity) identity;
    }
    throw new IllegalStateException(
        "S3 requests are signed with " + identity.getClass().getName() + ", not AWS credentials");
  }
}
