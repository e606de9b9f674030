package io.github.s3agrants.benchmarks;

import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.testkit.EmulatorClients;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.s3accessgrants.cache.S3AccessGrantsCachedCredentialsProviderImpl;
import software.amazon.awssdk.s3accessgrants.plugin.S3AccessGrantsIdentityProvider;
import software.amazon.awssdk.s3accessgrants.plugin.S3AccessGrantsPlugin;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeParams;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3control.S3ControlAsyncClient;
import software.amazon.awssdk.services.s3control.model.GetAccessGrantsInstanceForPrefixRequest;
import software.amazon.awssdk.services.s3control.model.GetAccessGrantsInstanceForPrefixResponse;
import software.amazon.awssdk.services.s3control.model.GetDataAccessRequest;
import software.amazon.awssdk.services.s3control.model.GetDataAccessResponse;
import software.amazon.awssdk.services.s3control.model.Privilege;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * The plugin's auth scheme provider, which determines what a request needs, and its identity
 * provider with its own cache, combined as in its {@code configureClient}. The services answer at
 * once. The SDK's own auth scheme provider, which a client has also without the plugin, is not
 * measured.
 */
final class WarmPlugin implements WarmSide {
  /** The size of the plugin's cache, which cannot be set. */
  static final int MOST_GRANTS = 30_000;

  private static final Duration LIFE = Duration.ofHours(12);
  private static final String TABLES = "tables/";

  private final S3AccessGrantsIdentityProvider provider;
  private final List<S3AuthSchemeParams> requests = new ArrayList<>();
  private final List<ResolveIdentityRequest> resolved = new ArrayList<>();
  private final S3AuthSchemeProvider schemes;
  private final boolean whole;

  private WarmPlugin(S3AuthSchemeProvider schemes, boolean whole) {
    this.schemes = schemes;
    this.whole = whole;
    ConcurrentHashMap<Region, S3ControlAsyncClient> clients = new ConcurrentHashMap<>();
    clients.put(Region.of(BenchmarkPrincipals.REGION), new AnsweringS3Control());
    provider =
        new S3AccessGrantsIdentityProvider(
            EmulatorClients.credentials(BenchmarkPrincipals.ONE),
            new AnsweringSts(),
            Privilege.DEFAULT,
            true,
            S3ControlAsyncClient.builder(),
            S3AccessGrantsCachedCredentialsProviderImpl.builder().build(),
            false,
            null,
            clients,
            ClientOverrideConfiguration.builder().build());
  }

  /**
   * Fills the cache and makes the requests.
   *
   * @param grants the number of grants; the cache holds at most {@link #MOST_GRANTS}
   * @param keyLength the length of each request's key
   * @param whole true if the auth scheme provider is part of each step
   */
  static WarmPlugin start(int grants, int keyLength, boolean whole) throws Exception {
    int held = Math.min(grants, MOST_GRANTS);
    try (EmulatorProcess emulator = EmulatorProcess.start()) {
      WarmPlugin plugin = new WarmPlugin(authSchemes(emulator.lake()), whole);
      for (int i = 0; i < held; i++) {
        S3AuthSchemeParams first = params(WarmRequests.prefix(i) + "first");
        plugin.provider.resolveIdentity(plugin.resolve(first)).join();
      }
      for (GetObjectRequest request : WarmRequests.of(held, keyLength)) {
        S3AuthSchemeParams params = params(request.key());
        plugin.requests.add(params);
        plugin.resolved.add(plugin.resolve(params));
      }
      return plugin;
    }
  }

  /** The auth scheme provider of a client with the plugin, around one that costs nothing. */
  private static S3AuthSchemeProvider authSchemes(EmulatorEndpoints lake) {
    // The plugin asks S3 once for the bucket's Region.
    System.setProperty("aws.endpointUrlS3", lake.s3().toString());
    List<AuthSchemeOption> sigv4 =
        List.of(AuthSchemeOption.builder().schemeId("aws.auth#sigv4").build());
    S3ServiceClientConfiguration.Builder client =
        S3ServiceClientConfiguration.builder()
            .region(Region.of(BenchmarkPrincipals.REGION))
            .credentialsProvider(EmulatorClients.credentials(BenchmarkPrincipals.ADMIN))
            .overrideConfiguration(ClientOverrideConfiguration.builder().build())
            .authSchemeProvider(params -> sigv4);
    S3AccessGrantsPlugin.builder().enableFallback(false).build().configureClient(client);
    return client.authSchemeProvider();
  }

  private static S3AuthSchemeParams params(String key) {
    return S3AuthSchemeParams.builder()
        .operation("GetObject")
        .region(Region.of(BenchmarkPrincipals.REGION))
        .bucket(BenchmarkPrincipals.BUCKET)
        .key(key)
        .build();
  }

  /** Makes the identity request as the SDK does for each request. */
  private ResolveIdentityRequest resolve(S3AuthSchemeParams params) {
    ResolveIdentityRequest.Builder builder = ResolveIdentityRequest.builder();
    schemes.resolveAuthScheme(params).get(0).forEachIdentityProperty(builder::putProperty);
    return builder.build();
  }

  @Override
  public Steps steps() {
    return new Steps() {
      private int count;

      @Override
      public Object next() {
        count++;
        int i = count & (WarmRequests.REQUESTS - 1);
        return provider.resolveIdentity(whole ? resolve(requests.get(i)) : resolved.get(i)).join();
      }
    };
  }

  @Override
  public void close() {}

  /** S3 Control with a grant for each table. */
  private static final class AnsweringS3Control implements S3ControlAsyncClient {
    @Override
    public CompletableFuture<GetDataAccessResponse> getDataAccess(GetDataAccessRequest request) {
      String target = request.target();
      int scope = target.indexOf('/', target.indexOf(TABLES) + TABLES.length()) + 1;
      String prefix = target.substring(0, scope);
      int grant = Integer.parseInt(prefix.substring(prefix.length() - 7, prefix.length() - 1));
      SigningCredentials vended = WarmRequests.credentials(grant);
      return CompletableFuture.completedFuture(
          GetDataAccessResponse.builder()
              .matchedGrantTarget(prefix + "*")
              .credentials(
                  c ->
                      c.accessKeyId(vended.accessKeyId())
                          .secretAccessKey(vended.secretAccessKey())
                          .sessionToken(vended.sessionToken().orElseThrow())
                          .expiration(Instant.now().plus(LIFE)))
              .build());
    }

    @Override
    public CompletableFuture<GetAccessGrantsInstanceForPrefixResponse>
        getAccessGrantsInstanceForPrefix(GetAccessGrantsInstanceForPrefixRequest request) {
      return CompletableFuture.completedFuture(
          GetAccessGrantsInstanceForPrefixResponse.builder()
              .accessGrantsInstanceArn(
                  "arn:aws:s3:"
                      + BenchmarkPrincipals.REGION
                      + ":"
                      + BenchmarkPrincipals.ACCOUNT
                      + ":access-grants/default")
              .accessGrantsInstanceId("default")
              .build());
    }

    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}
  }

  /** STS that answers GetCallerIdentity. */
  private static final class AnsweringSts implements StsAsyncClient {
    @Override
    public CompletableFuture<GetCallerIdentityResponse> getCallerIdentity() {
      return CompletableFuture.completedFuture(
          GetCallerIdentityResponse.builder().account(BenchmarkPrincipals.ACCOUNT).build());
    }

    @Override
    public String serviceName() {
      return "sts";
    }

    @Override
    public void close() {}
  }
}
