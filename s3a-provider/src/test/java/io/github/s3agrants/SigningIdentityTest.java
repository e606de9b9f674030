package io.github.s3agrants;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.grants.FixedIdentityProvider;
import io.github.s3agrants.vending.BaseIdentity;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SelectedAuthScheme;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/** Where the two generations of the SDK keep the identity when an interceptor is called. */
class SigningIdentityTest {
  private static final PlaceholderCredentials SELECTED = placeholder("AKIA1");
  private static final PlaceholderCredentials PROVIDED = placeholder("AKIA2");

  private static PlaceholderCredentials placeholder(String key) {
    return new PlaceholderCredentials(
        BaseIdentity.of(AwsBasicCredentials.create(key, "secret"), null));
  }

  private final CompletableFuture<AwsCredentialsIdentity> selected = new CompletableFuture<>();

  /** Stands for a signer that is never called. */
  private static final class NoSigner implements HttpSigner<AwsCredentialsIdentity> {
    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(
        AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
      throw new UnsupportedOperationException();
    }
  }

  private ExecutionAttributes attributes(String schemeId) {
    ExecutionAttributes attributes = new ExecutionAttributes();
    attributes.putAttribute(
        SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME,
        new SelectedAuthScheme<>(
            selected, new NoSigner(), AuthSchemeOption.builder().schemeId(schemeId).build()));
    attributes.putAttribute(
        SdkInternalExecutionAttribute.IDENTITY_PROVIDERS,
        IdentityProviders.builder()
            .putIdentityProvider(StaticCredentialsProvider.create(PROVIDED))
            .build());
    return attributes;
  }

  @Test
  void untilSdk246ItIsSelectedAlready() {
    ExecutionAttributes attributes = attributes("aws.auth#sigv4");
    selected.complete(SELECTED);
    assertThat(SigningIdentity.base(attributes)).isSameAs(SELECTED.base());
  }

  @Test
  void fromSdk247ItIsStillToBeSelectedFromTheProviders() {
    ExecutionAttributes attributes = attributes("unset");
    assertThat(SigningIdentity.base(attributes)).isSameAs(PROVIDED.base());
  }

  @Test
  void anIdentityThatIsNoPlaceholderIsNobodys() {
    ExecutionAttributes attributes = attributes("aws.auth#sigv4");
    selected.complete(AwsBasicCredentials.create("AKIA3", "s3"));
    attributes.putAttribute(
        SdkInternalExecutionAttribute.IDENTITY_PROVIDERS,
        IdentityProviders.builder()
            .putIdentityProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA3", "s3")))
            .build());
    assertThat(SigningIdentity.base(attributes)).isNull();
  }

  @Test
  void aSessionThatTheSdkOpensStandsForTheClientsOwnIdentity() {
    ExecutionAttributes attributes = attributes("aws.auth#sigv4-s3express");
    assertThat(SigningIdentity.base(attributes)).isSameAs(PROVIDED.base());
  }

  @Test
  void itIsFoundAnewBehindWhatWasPutInItsPlace() {
    ExecutionAttributes attributes = attributes("unset");
    SigningIdentity.replace(
        attributes, FixedIdentityProvider.of(AwsBasicCredentials.create("ASIA", "vended")));
    assertThat(SigningIdentity.baseAgain(attributes, SELECTED.base()).get())
        .isSameAs(PROVIDED.base());
    assertThat(SigningIdentity.baseAgain(new ExecutionAttributes(), SELECTED.base()).get())
        .isSameAs(SELECTED.base());
  }

  @Test
  void whoKeepsItNowhereHasNone() {
    ExecutionAttributes nowhere = new ExecutionAttributes();
    assertThat(SigningIdentity.base(nowhere)).isNull();
  }
}
