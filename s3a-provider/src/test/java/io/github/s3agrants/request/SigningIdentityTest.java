package io.github.s3agrants.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.aws.FixedIdentityProvider;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.vending.BaseIdentity;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SelectedAuthScheme;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProviders;
import software.amazon.awssdk.identity.spi.TokenIdentity;

/** The places in which the two generations of the SDK keep the identity for an interceptor. */
class SigningIdentityTest {
  private static final PlaceholderCredentials SELECTED = placeholder("AKIA1");
  private static final PlaceholderCredentials PROVIDED = placeholder("AKIA2");

  private static PlaceholderCredentials placeholder(String key) {
    return new PlaceholderCredentials(
        BaseIdentity.of(SigningCredentials.longTerm(key, "secret"), null));
  }

  private final CompletableFuture<AwsCredentialsIdentity> selected = new CompletableFuture<>();

  /** A signer that is never called. */
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
  void until_sdk_246_it_is_selected_already() {
    ExecutionAttributes attributes = attributes("aws.auth#sigv4");
    selected.complete(SELECTED);
    assertThat(SigningIdentity.base(attributes)).isSameAs(SELECTED.base());
  }

  @Test
  void from_sdk_247_it_is_still_to_be_selected_from_the_providers() {
    ExecutionAttributes attributes = attributes("unset");
    assertThat(SigningIdentity.base(attributes)).isSameAs(PROVIDED.base());
  }

  @Test
  void an_identity_that_is_no_placeholder_is_nobodys() {
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
  void a_session_that_the_sdk_opens_stands_for_the_clients_own_identity() {
    ExecutionAttributes attributes = attributes("aws.auth#sigv4-s3express");
    assertThat(SigningIdentity.base(attributes)).isSameAs(PROVIDED.base());
  }

  @Test
  void it_is_found_anew_behind_what_was_put_in_its_place() {
    ExecutionAttributes attributes = attributes("unset");
    SigningIdentity.replace(
        attributes, FixedIdentityProvider.of(AwsBasicCredentials.create("ASIA", "vended")));
    assertThat(SigningIdentity.baseAgain(attributes, SELECTED.base()).get())
        .isSameAs(PROVIDED.base());
    assertThat(SigningIdentity.baseAgain(new ExecutionAttributes(), SELECTED.base()).get())
        .isSameAs(SELECTED.base());
  }

  /** As for a client of many buckets, whose callers differ. */
  @Test
  void a_caller_that_was_put_in_its_place_is_found_and_found_anew() {
    ExecutionAttributes attributes = attributes("aws.auth#sigv4");
    selected.complete(SELECTED);
    PlaceholderCredentials other = placeholder("AKIA3");
    FileSystemRequests.signAs(StaticCredentialsProvider.create(other), attributes);
    assertThat(SigningIdentity.base(attributes)).isSameAs(other.base());

    SigningIdentity.replace(
        attributes, FixedIdentityProvider.of(AwsBasicCredentials.create("ASIA", "vended")));
    assertThat(SigningIdentity.base(attributes)).isNull();
    assertThat(SigningIdentity.baseAgain(attributes, SELECTED.base()).get()).isSameAs(other.base());
  }

  @Test
  void what_takes_its_place_signs_in_both_generations() {
    FixedIdentityProvider vended =
        FixedIdentityProvider.of(AwsBasicCredentials.create("ASIA", "vended"));
    ExecutionAttributes attributes = attributes("aws.auth#sigv4");
    selected.complete(SELECTED);
    SigningIdentity.replace(attributes, vended);
    assertThat(
            attributes.getAttribute(SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME).identity())
        .isSameAs(vended.identity());
    IdentityProviders providers =
        attributes.getAttribute(SdkInternalExecutionAttribute.IDENTITY_PROVIDERS);
    assertThat(providers.identityProvider(AwsCredentialsIdentity.class)).isSameAs(vended);
    assertThat(providers.identityProvider(TokenIdentity.class)).isNull();
    assertThat(providers.toBuilder().build().identityProvider(AwsCredentialsIdentity.class))
        .isSameAs(vended);
    // The previous identity is gone.
    assertThat(SigningIdentity.base(attributes)).isNull();
  }

  @Test
  void a_scheme_of_another_kind_is_left_alone() {
    ExecutionAttributes attributes = attributes("smithy.api#noAuth");
    SigningIdentity.replace(
        attributes, FixedIdentityProvider.of(AwsBasicCredentials.create("ASIA", "vended")));
    assertThat(
            attributes.getAttribute(SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME).identity())
        .isSameAs(selected);
  }

  private static SdkHttpRequest authorized(String authorization) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .protocol("https")
            .host("s3.amazonaws.com")
            .encodedPath("/b/k");
    return authorization.isEmpty()
        ? request.build()
        : request.putHeader("Authorization", authorization).build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWS4-HMAC-SHA256 Credential=ASIA1/20261125/us-east-1/s3/aws4_request, S=1 | true",
        "AWS4-ECDSA-P256-SHA256 Credential=ASIA1/20261125/s3/aws4_request, S=1 | true",
        "AWS4-HMAC-SHA256 Credential=ASIA12/20261125/us-east-1/s3/aws4_request, S=1 | false",
        "AWS4-HMAC-SHA256 Credential=ASIA/20261125/us-east-1/s3/aws4_request, S=1 | false",
        "AWS4-HMAC-SHA256 S=1, Key=ASIA1/20261125/us-east-1/s3/aws4_request | false",
        "AWS ASIA1:signature | false",
        "Basic Credential=ASIA1/20261125/us-east-1/s3/aws4_request | false",
        "Credential=ASIA1/20261125/us-east-1/s3/aws4_request | false",
        "AWS4-ASIA1/ | false",
        "'' | false",
      })
  void a_signature_names_the_whole_access_key(String authorization, boolean expected) {
    assertThat(SigningIdentity.isSignedWith(authorized(authorization), "ASIA1"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWS4-HMAC-SHA256 Credential=ASIA1/20261125/eu-west-1/s3/aws4_request, S=1 | eu-west-1",
        "AWS4-HMAC-SHA256 Credential=ASIA1/20261125/eu-west-1/sts/aws4_request, S=1 |",
        "AWS4-ECDSA-P256-SHA256 Credential=ASIA1/20261125/s3/aws4_request, S=1 |",
        "AWS4-HMAC-SHA256 Key=ASIA1/20261125/eu-west-1/s3/aws4_request, S=1 |",
        "'' |",
      })
  void the_region_is_that_of_the_signature(String authorization, @Nullable String region) {
    assertThat(SigningIdentity.signedFor(authorized(authorization)).orElse(null)).isEqualTo(region);
  }

  @Test
  void who_keeps_it_nowhere_has_none() {
    ExecutionAttributes nowhere = new ExecutionAttributes();
    assertThat(SigningIdentity.base(nowhere)).isNull();
  }
}
