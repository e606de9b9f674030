package io.github.s3agrants.aws;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.CredentialLife;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.GrantScope;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.Credentials;
import software.amazon.awssdk.services.s3control.model.GetAccessGrantsInstanceForPrefixRequest;
import software.amazon.awssdk.services.s3control.model.GetDataAccessRequest;
import software.amazon.awssdk.services.s3control.model.GetDataAccessResponse;
import software.amazon.awssdk.services.s3control.model.ListCallerAccessGrantsEntry;
import software.amazon.awssdk.services.s3control.model.ListCallerAccessGrantsRequest;
import software.amazon.awssdk.services.s3control.model.ListCallerAccessGrantsResponse;
import software.amazon.awssdk.services.s3control.model.S3PrefixType;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Calls the services of AWS, or the endpoints that were set, with the SDK's synchronous clients.
 * There is one client for each service, Region, endpoint and network. The credentials come with
 * each call. Thread-safe.
 */
public final class SdkAccessGrantsClient implements AccessGrantsClient {
  /** The pattern that API_control_GetAccessGrantsInstanceForPrefix gives for the ARN. */
  private static final Pattern INSTANCE_ARN =
      Pattern.compile("arn:[a-z\\-]+:s3:[a-z0-9\\-]+:(\\d{12}):access-grants/[a-zA-Z0-9\\-]+");

  /** The most that a page may have (API_control_ListCallerAccessGrants). */
  private static final int GRANTS_PER_PAGE = 1000;

  /**
   * How the ARN of an application begins (API_control_ListCallerAccessGrantsEntry). In its place
   * the user guide's example shows ALL and NA for grants that are bound to none.
   */
  private static final String ARN = "arn:";

  private final Clock clock;
  private final HttpClients http;
  private final HttpClients missingKeysHttp;
  private final ScheduledExecutorService timers;
  private final Duration timeout;
  private final BucketRegions bucketRegions;
  private final MissingKeys missingKeys;
  private final ClientPool<ClientKey, S3ControlClient> s3Control;
  private final ClientPool<ClientKey, StsClient> sts;
  private volatile boolean closed;

  /**
   * Creates a client. It opens no connection before the first call.
   *
   * @param http for all calls but {@link #isMissing}; closed with this client
   * @param missingKeysHttp for {@link #isMissing}, which runs on any number of callers' threads.
   *     These must not take the connections that other calls need. Closed with this client
   * @param timers ends calls whose time is over; shut down with this client
   * @param clock measures the lifetime of vended credentials and the time of a listing. It must be
   *     monotonic, set about right, and the clock that the users of the credentials have
   */
  public SdkAccessGrantsClient(
      HttpClients http, HttpClients missingKeysHttp, ScheduledExecutorService timers, Clock clock) {
    this(http, missingKeysHttp, timers, ClientDefaults.TIMEOUT, clock);
  }

  /** Creates a client that uses one network, whatever the settings say. */
  public SdkAccessGrantsClient(
      SdkHttpClient http,
      SdkHttpClient missingKeysHttp,
      ScheduledExecutorService timers,
      Clock clock) {
    this(http, missingKeysHttp, timers, ClientDefaults.TIMEOUT, clock);
  }

  SdkAccessGrantsClient(
      SdkHttpClient http,
      SdkHttpClient missingKeysHttp,
      ScheduledExecutorService timers,
      Duration timeout,
      Clock clock) {
    this(
        new HttpClients(network -> http),
        new HttpClients(network -> missingKeysHttp),
        timers,
        timeout,
        clock);
  }

  /**
   * Creates a client with another timeout.
   *
   * @param timeout of a call, for all attempts together
   */
  private SdkAccessGrantsClient(
      HttpClients http,
      HttpClients missingKeysHttp,
      ScheduledExecutorService timers,
      Duration timeout,
      Clock clock) {
    this.clock = clock;
    this.http = http;
    this.missingKeysHttp = missingKeysHttp;
    this.timers = timers;
    this.timeout = timeout;
    ClientDefaults defaults = new ClientDefaults(timers, timeout);
    this.bucketRegions = new BucketRegions(http, defaults);
    this.missingKeys = new MissingKeys(missingKeysHttp, defaults);
    this.s3Control = new ClientPool<>(key -> s3Control(http, defaults, key));
    this.sts = new ClientPool<>(key -> sts(http, defaults, key));
  }

  private static S3ControlClient s3Control(
      HttpClients http, ClientDefaults defaults, ClientKey key) {
    var builder =
        S3ControlClient.builder().httpClient(http.get(key.network())).region(key.region());
    builder.overrideConfiguration(defaults.on(key.network()));
    key.place(builder);
    // The SDK would prepend the account ID to the host of an endpoint override. Only hosts of AWS
    // resolve with it. An endpoint that was set is used as it is.
    key.endpoint()
        .ifPresent(
            uri ->
                builder.endpointProvider(
                    params ->
                        CompletableFuture.completedFuture(Endpoint.builder().url(uri).build())));
    return builder.build();
  }

  private static StsClient sts(HttpClients http, ClientDefaults defaults, ClientKey key) {
    var builder = StsClient.builder().httpClient(http.get(key.network())).region(key.region());
    builder.overrideConfiguration(defaults.on(key.network()));
    key.place(builder);
    key.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private S3ControlClient s3Control(ServiceSettings settings, String region) {
    return s3Control.get(ClientKey.of(settings, region, settings.endpoint()));
  }

  private StsClient sts(ServiceSettings settings, String region) {
    return sts.get(ClientKey.of(settings, region, settings.stsEndpoint()));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Does nothing if no Region is set, because the clients to create depend on the bucket then.
   */
  @Override
  public void prepare(ServiceSettings settings) {
    settings
        .region()
        .ifPresent(
            region -> {
              if (settings.accountId().isEmpty()) {
                sts(settings, region);
              }
              s3Control(settings, region);
            });
  }

  @Override
  public Caller identify(ServiceSettings settings, String region, SigningCredentials base) {
    GetCallerIdentityResponse answer =
        call(
            () ->
                sts(settings, region)
                    .getCallerIdentity(r -> r.overrideConfiguration(signedBy(base).build())));
    if (answer.arn() == null || answer.userId() == null || answer.account() == null) {
      throw new AccessGrantsException(Kind.BAD_RESPONSE, "GetCallerIdentity names no principal.");
    }
    return Caller.identified(answer.arn(), answer.userId(), answer.account());
  }

  @Override
  public String instanceAccount(
      ServiceSettings settings,
      String region,
      String callerAccount,
      String bucket,
      SigningCredentials base) {
    var request =
        GetAccessGrantsInstanceForPrefixRequest.builder()
            .accountId(callerAccount)
            .s3Prefix("s3://" + bucket)
            .overrideConfiguration(signedBy(base).build())
            .build();
    String arn =
        call(
            () ->
                s3Control(settings, region)
                    .getAccessGrantsInstanceForPrefix(request)
                    .accessGrantsInstanceArn());
    Matcher matcher = INSTANCE_ARN.matcher(arn == null ? "" : arn);
    if (!matcher.matches()) {
      throw new AccessGrantsException(
          Kind.BAD_RESPONSE, "GetAccessGrantsInstanceForPrefix names no instance: " + arn);
    }
    return matcher.group(1);
  }

  @Override
  public String bucketRegion(ServiceSettings settings, String bucket) {
    return call(() -> bucketRegions.find(settings, bucket));
  }

  @Override
  public VendedCredentials getDataAccess(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      Access access,
      Optional<String> auditContext,
      SigningCredentials base) {
    S3Path path = access.path();
    AwsRequestOverrideConfiguration.Builder override = signedBy(base);
    // A query parameter, because the SDK has no member for it before 2.42.
    auditContext.ifPresent(text -> override.putRawQueryParameter("auditContext", text));
    GetDataAccessRequest.Builder request =
        GetDataAccessRequest.builder()
            .accountId(instance.account())
            .target(path.toTarget())
            .permission(access.permission().name())
            .durationSeconds(Math.toIntExact(settings.duration().toSeconds()))
            .privilege(settings.privilege().apiName())
            .overrideConfiguration(override.build());
    if (!path.isPrefix()) {
      request.targetType(S3PrefixType.OBJECT);
    }
    S3ControlClient client = call(() -> s3Control(settings, instance.region()));
    Instant asked = clock.instant();
    GetDataAccessResponse answer = call(() -> client.getDataAccess(request.build()));
    return vended(answer, access, settings, asked);
  }

  private static VendedCredentials vended(
      GetDataAccessResponse answer, Access access, ServiceSettings settings, Instant asked) {
    Credentials credentials = answer.credentials();
    if (credentials == null
        || credentials.accessKeyId() == null
        || credentials.secretAccessKey() == null
        || credentials.sessionToken() == null
        || credentials.expiration() == null) {
      throw new AccessGrantsException(
          Kind.BAD_RESPONSE, "GetDataAccess gave incomplete credentials.");
    }
    String matched = answer.matchedGrantTarget();
    GrantScope scope = GrantScope.of(matched, access.path(), settings.privilege());
    VendedCredentials vended =
        VendedCredentials.of(
                scope.path(),
                access.permission(),
                SigningCredentials.session(
                    credentials.accessKeyId(),
                    credentials.secretAccessKey(),
                    credentials.sessionToken(),
                    Optional.of(credentials.expiration())),
                asked,
                CredentialLife.end(
                    asked, settings.duration(), credentials.expiration(), header(answer, "Date")),
                credentials.expiration())
            .withRequestId(header(answer, "x-amz-request-id"));
    return scope.isExpected() ? vended : vended.withUnexpectedScope(String.valueOf(matched));
  }

  private static Optional<String> header(GetDataAccessResponse answer, String name) {
    SdkHttpResponse http = answer.sdkHttpResponse();
    return http == null ? Optional.empty() : http.firstMatchingHeader(name);
  }

  @Override
  public GrantPage callerGrants(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      String fragment,
      Optional<String> token,
      Duration timeout,
      SigningCredentials base) {
    S3ControlClient client = call(() -> s3Control(settings, instance.region()));
    Duration limit = timeout.compareTo(this.timeout) < 0 ? timeout : this.timeout;
    try {
      ListCallerAccessGrantsRequest request =
          ListCallerAccessGrantsRequest.builder()
              .accountId(instance.account())
              .grantScope(fragment)
              .maxResults(GRANTS_PER_PAGE)
              .nextToken(token.orElse(null))
              .overrideConfiguration(signedBy(base).apiCallTimeout(limit).build())
              .build();
      ListCallerAccessGrantsResponse page = call(() -> client.listCallerAccessGrants(request));
      return new GrantPage(
          page.callerAccessGrantsList().stream()
              .flatMap(grant -> grant(grant).stream())
              .collect(Collectors.toList()),
          Optional.ofNullable(page.nextToken()).filter(next -> !next.isEmpty()));
    } catch (LinkageError e) {
      throw new AccessGrantsException(
          Kind.DENIED, "This AWS SDK has no ListCallerAccessGrants.", null, e);
    }
  }

  /** Empty if the scope or the permission has a form that is not known. */
  private static Optional<CallerGrant> grant(ListCallerAccessGrantsEntry entry) {
    String application = entry.applicationArn();
    boolean bound = application != null && application.startsWith(ARN);
    return Arrays.stream(Permission.values())
        .filter(permission -> permission.name().equals(entry.permissionAsString()))
        .findFirst()
        .flatMap(
            permission ->
                Optional.ofNullable(entry.grantScope())
                    .flatMap(GrantScope::parse)
                    .map(scope -> new CallerGrant(scope, permission, bound)));
  }

  @Override
  public boolean isMissing(RefusedRead refused) {
    return call(() -> missingKeys.isMissing(refused));
  }

  private static AwsRequestOverrideConfiguration.Builder signedBy(SigningCredentials base) {
    return AwsRequestOverrideConfiguration.builder()
        .credentialsProvider(SdkCredentials.provider(base));
  }

  /**
   * Calls a service.
   *
   * @throws AccessGrantsException in place of what the SDK throws. Once this client is closed, its
   *     kind is always CLOSED, because the SDK's exceptions then say nothing about the call
   */
  private <T> T call(Supplier<T> call) {
    if (closed) {
      throw AccessGrantsException.closed(null);
    }
    try {
      return ServiceErrors.translate(call);
    } catch (RuntimeException | Error e) {
      if (closed) {
        throw AccessGrantsException.closed(e);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      s3Control.close();
      sts.close();
      bucketRegions.close();
      missingKeys.close();
    } finally {
      timers.shutdownNow();
      try {
        http.close();
      } finally {
        missingKeysHttp.close();
      }
    }
  }
}
