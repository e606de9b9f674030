package io.github.s3agrants.grants;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.grants.GrantException.Kind;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.Credentials;
import software.amazon.awssdk.services.s3control.model.GetAccessGrantsInstanceForPrefixRequest;
import software.amazon.awssdk.services.s3control.model.GetDataAccessRequest;
import software.amazon.awssdk.services.s3control.model.GetDataAccessResponse;
import software.amazon.awssdk.services.s3control.model.S3PrefixType;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Asks AWS, or whatever stands at the endpoints that were set, with the SDK's synchronous clients.
 * One client per service, Region and endpoint; the credentials come with each call.
 */
public final class S3ControlGrantsClient implements GrantsClient {
  /** The pattern that API_control_GetAccessGrantsInstanceForPrefix gives for the ARN. */
  private static final Pattern INSTANCE_ARN =
      Pattern.compile("arn:[a-z\\-]+:s3:[a-z0-9\\-]+:(\\d{12}):access-grants/[a-zA-Z0-9\\-]+");

  private final Clock clock;
  private final SdkHttpClient http;
  private final BucketRegions bucketRegions;
  private final MissingKeys missingKeys;
  private final ClientPool<S3ControlClient> s3Control;
  private final ClientPool<StsClient> sts;

  /**
   * Makes no connection before the first call.
   *
   * @param http is closed with this client
   * @param clock by which the life of vended credentials is reckoned; the same as that of whoever
   *     uses them, steady, and set about right
   */
  public S3ControlGrantsClient(SdkHttpClient http, Clock clock) {
    this.clock = clock;
    this.http = http;
    this.bucketRegions = new BucketRegions(http);
    this.missingKeys = new MissingKeys(http);
    this.s3Control = new ClientPool<>((region, endpoint) -> s3Control(http, region, endpoint));
    this.sts =
        new ClientPool<>(
            (region, endpoint) -> {
              var builder = StsClient.builder().httpClient(http).region(region);
              builder.overrideConfiguration(ClientPool.TIMEOUT);
              endpoint.ifPresent(builder::endpointOverride);
              return builder.build();
            });
  }

  private static S3ControlClient s3Control(
      SdkHttpClient http, Region region, Optional<URI> endpoint) {
    var builder = S3ControlClient.builder().httpClient(http).region(region);
    builder.overrideConfiguration(ClientPool.TIMEOUT);
    // An endpoint override would get the account id put before its host, which resolves for AWS
    // alone. An endpoint that was set is meant as it stands.
    endpoint.ifPresent(
        uri ->
            builder.endpointProvider(
                params -> CompletableFuture.completedFuture(Endpoint.builder().url(uri).build())));
    return builder.build();
  }

  /** Where no Region is set, which clients will be needed is not known before a bucket is. */
  @Override
  public void prepare(ServiceSettings settings) {
    settings
        .region()
        .ifPresent(
            region -> {
              if (settings.accountId().isEmpty()) {
                sts.get(region, settings.stsEndpoint());
              }
              s3Control.get(region, settings.endpoint());
            });
  }

  @Override
  public Caller identify(ServiceSettings settings, String region, AwsCredentialsIdentity base) {
    GetCallerIdentityResponse answer =
        ServiceErrors.translate(
            () ->
                sts.get(region, settings.stsEndpoint())
                    .getCallerIdentity(r -> r.overrideConfiguration(signedBy(base).build())));
    if (answer.arn() == null || answer.userId() == null || answer.account() == null) {
      throw new GrantException(Kind.BAD_RESPONSE, "GetCallerIdentity names no principal.");
    }
    return Caller.identified(answer.arn(), answer.userId(), answer.account());
  }

  @Override
  public String instanceAccount(
      ServiceSettings settings,
      String region,
      String callerAccount,
      String bucket,
      AwsCredentialsIdentity base) {
    var request =
        GetAccessGrantsInstanceForPrefixRequest.builder()
            .accountId(callerAccount)
            .s3Prefix("s3://" + bucket)
            .overrideConfiguration(signedBy(base).build())
            .build();
    String arn =
        ServiceErrors.translate(
            () ->
                s3Control
                    .get(region, settings.endpoint())
                    .getAccessGrantsInstanceForPrefix(request)
                    .accessGrantsInstanceArn());
    Matcher matcher = INSTANCE_ARN.matcher(arn == null ? "" : arn);
    if (!matcher.matches()) {
      throw new GrantException(
          Kind.BAD_RESPONSE, "GetAccessGrantsInstanceForPrefix names no instance: " + arn);
    }
    return matcher.group(1);
  }

  @Override
  public String bucketRegion(ServiceSettings settings, String bucket) {
    return bucketRegions.find(settings, bucket);
  }

  @Override
  public Grant getDataAccess(
      ServiceSettings settings,
      Instance instance,
      Access access,
      Optional<String> auditContext,
      AwsCredentialsIdentity base) {
    S3Path path = access.path();
    AwsRequestOverrideConfiguration.Builder override = signedBy(base);
    // A query parameter, since the SDK's model has no member for it before 2.42.
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
    S3ControlClient client = s3Control.get(instance.region(), settings.endpoint());
    Instant asked = clock.instant();
    GetDataAccessResponse answer =
        ServiceErrors.translate(() -> client.getDataAccess(request.build()));
    return grant(answer, access, settings, asked);
  }

  private static Grant grant(
      GetDataAccessResponse answer, Access access, ServiceSettings settings, Instant asked) {
    Credentials credentials = answer.credentials();
    if (credentials == null
        || credentials.accessKeyId() == null
        || credentials.secretAccessKey() == null
        || credentials.sessionToken() == null
        || credentials.expiration() == null) {
      throw new GrantException(Kind.BAD_RESPONSE, "GetDataAccess gave incomplete credentials.");
    }
    String matched = answer.matchedGrantTarget();
    S3Path scope =
        (matched == null
                ? Optional.of(access.path())
                : GrantScope.of(matched, access.path(), settings.privilege()))
            .orElseThrow(
                () ->
                    new GrantException(
                        Kind.BAD_RESPONSE,
                        "GetDataAccess matched a grant that does not cover what was asked."));
    return Grant.of(
        scope,
        access.permission(),
        AwsSessionCredentials.create(
            credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken()),
        asked,
        CredentialLife.end(asked, settings.duration(), credentials.expiration(), dateOf(answer)),
        credentials.expiration());
  }

  private static Optional<String> dateOf(GetDataAccessResponse answer) {
    SdkHttpResponse http = answer.sdkHttpResponse();
    return http == null ? Optional.empty() : http.firstMatchingHeader("Date");
  }

  /**
   * {@inheritDoc}
   *
   * <p>The service narrows the answer to grants "with a path that contains the path fragment"
   * (API_control_ListCallerAccessGrants), whatever it means by that: each is looked at here.
   */
  @Override
  public boolean hasGrantBelow(
      ServiceSettings settings, Instance instance, S3Path path, AwsCredentialsIdentity base) {
    S3ControlClient client = s3Control.get(instance.region(), settings.endpoint());
    try {
      return ServiceErrors.translate(
          () ->
              client
                  .listCallerAccessGrantsPaginator(
                      r ->
                          r.accountId(instance.account())
                              .grantScope("s3://" + path.bucket() + "/" + path.key())
                              .overrideConfiguration(signedBy(base).build()))
                  .callerAccessGrantsList()
                  .stream()
                  .flatMap(grant -> GrantScope.parse(grant.grantScope()).stream())
                  .anyMatch(path::isAbove));
    } catch (LinkageError e) {
      throw new GrantException(Kind.DENIED, "This AWS SDK has no ListCallerAccessGrants.", null, e);
    }
  }

  @Override
  public boolean isMissing(RefusedRead refused) {
    return missingKeys.isMissing(refused);
  }

  private static AwsRequestOverrideConfiguration.Builder signedBy(AwsCredentialsIdentity base) {
    return AwsRequestOverrideConfiguration.builder()
        .credentialsProvider(FixedIdentityProvider.of(base));
  }

  @Override
  public void close() {
    s3Control.close();
    sts.close();
    bucketRegions.close();
    missingKeys.close();
    http.close();
  }
}
