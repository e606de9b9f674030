package io.github.s3agrants.benchmarks;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.RuntimeAccess;
import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.aws.SdkAccessGrantsClient;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.CredentialCache;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.request.AccessResolver;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.audit.AuditIntegration;
import org.apache.hadoop.fs.s3a.audit.impl.NoopSpan;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SelectedAuthScheme;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.InterceptorContext;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.Identity;
import software.amazon.awssdk.identity.spi.IdentityProviders;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The library's interceptor, with execution attributes and a signed request that the SDK made for a
 * real request. Grants are put into its cache as if they had been vended.
 */
final class WarmLibrary implements WarmSide {
  private static final Duration LIFE = Duration.ofHours(12);
  private static final int IDENTITIES = 1024;
  private static final String PRIMER = "data/g0/steady";

  private final AccessGrantsCredentialsProvider provider;
  private final AccessGrantsInterceptor interceptor = new AccessGrantsInterceptor();
  private final Recorder recorder = new Recorder();
  private final CacheOwner tenant;
  private final boolean freshIdentity;
  private List<InterceptorContext> requests = List.of();

  /** Sees a request as the SDK has it before and after the interceptor, and once it is signed. */
  private static final class Recorder implements ExecutionInterceptor {
    @Nullable ExecutionAttributes attributes;
    @Nullable SdkHttpRequest signed;

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes present) {
      attributes = present.copy();
    }

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes present) {
      signed = context.httpRequest();
    }
  }

  private WarmLibrary(Lake lake, int cacheSize, boolean freshIdentity) throws Exception {
    this.freshIdentity = freshIdentity;
    AwsCredentialsProvider base =
        freshIdentity
            ? () -> Cast.credentials(Cast.ONE)
            : StaticCredentialsProvider.create(Cast.credentials(Cast.ONE));
    Configuration conf = Side.hadoop(lake, base);
    conf.setInt("fs.s3a.accessgrants.cache.size", cacheSize);
    provider = new AccessGrantsCredentialsProvider(URI.create("s3a://" + Cast.BUCKET + "/"), conf);
    interceptor.setConf(conf);
    lake.upload(List.of(PRIMER));
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(lake.s3())
            .forcePathStyle(true)
            .region(Region.of(Cast.REGION))
            .credentialsProvider(
                () -> provider.resolveCredentials()) // which the client does not close
            .overrideConfiguration(
                o -> o.addExecutionInterceptor(recorder).addExecutionInterceptor(interceptor))
            .build()) {
      s3.getObjectAsBytes(r -> r.bucket(Cast.BUCKET).key(PRIMER));
    }
    tenant = tenant(RuntimeAccess.settings(conf), base);
    RuntimeAccess.cache().clear();
  }

  /**
   * Grants held and requests ready.
   *
   * @param grants how many
   * @param keyLength characters of each request's key
   * @param freshIdentity whether each request comes with base credentials in an object of its own,
   *     as from a provider that makes them anew each time
   */
  static WarmLibrary start(int grants, int keyLength, boolean freshIdentity) throws Exception {
    try (EmulatorProcess emulator = EmulatorProcess.start()) {
      WarmLibrary library = new WarmLibrary(emulator.lake(), grants + 1, freshIdentity);
      library.hold(grants);
      library.prepare(grants, keyLength);
      return library;
    }
  }

  private static CacheOwner tenant(ServiceSettings settings, AwsCredentialsProvider base) {
    try (SdkAccessGrantsClient services =
        new SdkAccessGrantsClient(
            ApacheHttpClient.create(),
            ApacheHttpClient.create(),
            Executors.newScheduledThreadPool(1),
            Clock.systemUTC())) {
      Caller caller = services.identify(settings, Cast.REGION, base.resolveCredentials());
      return new CacheOwner(settings, caller);
    }
  }

  /** Holds these grants in the place of all others. */
  private void hold(int grants) {
    CredentialCache cache = RuntimeAccess.cache();
    AccessResolver resolver = new AccessResolver();
    for (int i = 0; i < grants; i++) {
      String prefix = WarmRequests.prefix(i);
      String key = prefix + "first";
      Instant now = Instant.now();
      var unused =
          cache.put(
              tenant,
              VendedCredentials.of(
                  S3Path.prefix(Cast.BUCKET, prefix),
                  Permission.READ,
                  WarmRequests.credentials(i),
                  now,
                  now.plus(LIFE)),
              access(resolver, key));
    }
    BenchmarkException.unless(cache.size() == grants, "the cache holds " + cache.size());
  }

  private static Access access(AccessResolver resolver, String key) {
    try {
      return resolver
          .resolve(GetObjectRequest.builder().bucket(Cast.BUCKET).key(key).build())
          .orElseThrow();
    } catch (UngrantableException e) {
      throw new IllegalStateException(e);
    }
  }

  private void prepare(int grants, int keyLength) {
    SdkHttpRequest signed = requireNonNull(recorder.signed);
    String authorization = signed.firstMatchingHeader("Authorization").orElseThrow();
    List<GetObjectRequest> made = WarmRequests.of(grants, keyLength);
    List<InterceptorContext> contexts = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      String key = WarmRequests.credentials(WarmRequests.grantOf(i, grants)).accessKeyId();
      contexts.add(
          InterceptorContext.builder()
              .request(made.get(i))
              .httpRequest(
                  signed.toBuilder()
                      .encodedPath(
                          "/"
                              + Cast.BUCKET
                              + "/"
                              + SdkHttpUtils.urlEncodeIgnoreSlashes(made.get(i).key()))
                      .putHeader(
                          "Authorization",
                          authorization.replaceFirst("Credential=[^/]+", "Credential=" + key))
                      .build())
              .build());
    }
    requests = List.copyOf(contexts);
  }

  @Override
  public Steps steps() {
    return new LibrarySteps();
  }

  /** What one thread does: attributes as the SDK filled them, then the interceptor. */
  private final class LibrarySteps implements Steps {
    private final ExecutionAttributes attributes = requireNonNull(recorder.attributes).copy();
    private final List<SelectedAuthScheme<?>> schemes = schemes(attributes);
    private final IdentityProviders providers =
        requireNonNull(attributes.getAttribute(SdkInternalExecutionAttribute.IDENTITY_PROVIDERS));
    private int count;

    LibrarySteps() {
      AuditIntegration.attachSpanToRequest(attributes, NoopSpan.INSTANCE);
    }

    @Override
    public Object next() {
      count++;
      InterceptorContext request = requests.get(count & (WarmRequests.REQUESTS - 1));
      attributes.putAttribute(
          SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME,
          schemes.get(count & (schemes.size() - 1)));
      attributes.putAttribute(SdkInternalExecutionAttribute.IDENTITY_PROVIDERS, providers);
      interceptor.beforeExecution(request, attributes);
      interceptor.beforeTransmission(request, attributes);
      return attributes;
    }
  }

  private List<SelectedAuthScheme<?>> schemes(ExecutionAttributes attributes) {
    SelectedAuthScheme<?> scheme =
        requireNonNull(attributes.getAttribute(SdkInternalExecutionAttribute.SELECTED_AUTH_SCHEME));
    if (!freshIdentity) {
      return List.of(scheme);
    }
    List<SelectedAuthScheme<?>> schemes = new ArrayList<>();
    for (int i = 0; i < IDENTITIES; i++) {
      schemes.add(with(scheme, CompletableFuture.completedFuture(provider.resolveCredentials())));
    }
    return List.copyOf(schemes);
  }

  @SuppressWarnings("unchecked") // SigV4 signs with any AWS credentials
  private static <T extends Identity> SelectedAuthScheme<T> with(
      SelectedAuthScheme<T> scheme, CompletableFuture<? extends AwsCredentialsIdentity> identity) {
    return new SelectedAuthScheme<>(
        (CompletableFuture<? extends T>) identity, scheme.signer(), scheme.authSchemeOption());
  }

  @Override
  public void close() {
    provider.close();
  }
}
