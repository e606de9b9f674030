package io.github.s3agrants.benchmarks;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.aws.SdkCredentials;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.runtime.SdkClients;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.VendingEngine;
import io.github.s3agrants.vending.VendingPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.audit.AuditIntegration;
import org.apache.hadoop.fs.s3a.audit.impl.NoopSpan;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SelectedAuthScheme;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.InterceptorContext;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.Identity;
import software.amazon.awssdk.identity.spi.IdentityProviders;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The library's interceptor, with execution attributes and a signed request that the SDK made for a
 * real request. The credentials in its cache were vended from memory.
 */
final class WarmLibrary implements WarmSide {
  private static final String CACHE_SIZE = "fs.s3a.accessgrants.cache.size";
  private static final int IDENTITIES = 1024;
  private static final String PRIMER = "data/g0/steady";
  private static final String PRIMER_OF_MANY = WarmRequests.prefix(0) + "steady";

  private final AccessGrantsCredentialsProvider provider;
  private final AccessGrantsInterceptor interceptor = new AccessGrantsInterceptor();
  private final Recorder recorder = new Recorder();
  private final HeldCredentials services;
  private final AccessGrantsRuntime.Lease lease;
  private final CredentialVendor vendor;
  private final BaseIdentity caller;
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

  /**
   * A library with one grant.
   *
   * @param primer an object under it
   */
  private WarmLibrary(
      EmulatorEndpoints lake,
      Configuration conf,
      AwsCredentialsProvider base,
      boolean freshIdentity,
      String primer)
      throws Exception {
    this.freshIdentity = freshIdentity;
    int cacheSize = conf.getInt(CACHE_SIZE, 0);
    HeldCredentials[] made = new HeldCredentials[1];
    lease =
        AccessGrantsRuntime.acquire(
            cacheSize, clock -> made[0] = new HeldCredentials(SdkClients.create(clock), clock));
    services = made[0];
    provider =
        new AccessGrantsCredentialsProvider(
            URI.create("s3a://" + BenchmarkPrincipals.BUCKET + "/"), conf);
    interceptor.setConf(conf);
    lake.upload(List.of(primer));
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(lake.s3())
            .forcePathStyle(true)
            .region(Region.of(BenchmarkPrincipals.REGION))
            .credentialsProvider(
                () -> provider.resolveCredentials()) // which the client does not close
            .overrideConfiguration(
                o -> o.addExecutionInterceptor(recorder).addExecutionInterceptor(interceptor))
            .build()) {
      s3.getObjectAsBytes(r -> r.bucket(BenchmarkPrincipals.BUCKET).key(primer));
    }
    caller = BaseIdentity.of(SdkCredentials.of(base.resolveCredentials()), null);
    vendor =
        engine()
            .vendor(
                AccessGrantsConfig.read(conf).service(),
                new VendingPolicy(false, Duration.ofMinutes(1), true));
    Decision primed = decide(primer);
    BenchmarkException.unless(vendor.rejected(primed), "the first credentials stay");
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
    AwsCredentialsProvider base =
        freshIdentity
            ? () -> BenchmarkPrincipals.credentials(BenchmarkPrincipals.ONE)
            : EmulatorClients.credentials(BenchmarkPrincipals.ONE);
    try (EmulatorProcess emulator = EmulatorProcess.start()) {
      Configuration conf = conf(emulator, base, grants);
      return new WarmLibrary(emulator.lake(), conf, base, freshIdentity, PRIMER)
          .with(grants, keyLength);
    }
  }

  /**
   * The same for a caller whose grants are known.
   *
   * @param known the number of the caller's grants; zero: it has as many as in {@link #start}, and
   *     they are not read
   */
  static WarmLibrary knowing(int known, int grants, int keyLength) throws Exception {
    boolean many = known > 0;
    AwsCredentialsProvider base =
        EmulatorClients.credentials(many ? BenchmarkPrincipals.MANY : BenchmarkPrincipals.ONE);
    try (EmulatorProcess emulator = EmulatorProcess.start(known)) {
      Configuration conf = conf(emulator, base, grants);
      conf.set("fs.s3a.accessgrants.grants.discovery", many ? "auto" : "off");
      conf.setInt("fs.s3a.accessgrants.grants.limit", Math.max(1, known));
      WarmLibrary library =
          new WarmLibrary(emulator.lake(), conf, base, false, many ? PRIMER_OF_MANY : PRIMER);
      if (many) {
        LibraryStatistics.awaitGrantListing();
      }
      return library.with(grants, keyLength);
    }
  }

  private static Configuration conf(
      EmulatorProcess emulator, AwsCredentialsProvider base, int grants) {
    Configuration conf = Side.hadoop(emulator.lake(), base);
    conf.setInt(CACHE_SIZE, grants + 1);
    return conf;
  }

  private WarmLibrary with(int grants, int keyLength) {
    hold(grants);
    prepare(grants, keyLength);
    return this;
  }

  /** Has these credentials vended, and holds no others. */
  private void hold(int grants) {
    for (int i = 0; i < grants; i++) {
      services.vendNext(i);
      Decision decision = decide(WarmRequests.prefix(i) + "first");
      BenchmarkException.unless(decision.credentials() != null, "nothing was vended");
    }
    long held = engine().statistics().getLiveCredentials();
    BenchmarkException.unless(held == grants, "the cache holds " + held);
  }

  private Decision decide(String key) {
    Access access =
        Access.of("GetObject", Permission.READ, S3Path.object(BenchmarkPrincipals.BUCKET, key));
    return vendor.decide(access, caller, NoContext.INSTANCE).join();
  }

  private static VendingEngine engine() {
    return AccessGrantsRuntime.engine().orElseThrow();
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
                              + BenchmarkPrincipals.BUCKET
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
    lease.close();
  }
}
