package io.github.s3agrants.runtime;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.OneLine;
import io.github.s3agrants.aws.AnswersOfS3;
import io.github.s3agrants.aws.RootCause;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.NetworkSettings;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.settings.Setting;
import io.github.s3agrants.vending.concurrent.Endpoint;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.hadoop.fs.s3a.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A client that passes calls on to another client, and logs a warning while a service fails: at the
 * first failure, and then once a minute. S3A retries meanwhile without logging anything. A service
 * that has never answered is reported as unreachable before long ({@link FirstContact}).
 * Thread-safe.
 */
final class OutageLog implements AccessGrantsClient {
  private static final long INTERVAL_MILLIS = Duration.ofMinutes(1).toMillis();

  /**
   * Maximum number of services to track: one for each Region, account, endpoint and network in use.
   */
  private static final int MOST_SERVICES = 1000;

  private static final String OF_S3 =
      ". This is an answer of S3, not of S3 Control or STS: perhaps the key names the endpoint of S3";

  /** Answers after which one asks what has been called. */
  private static final Set<Kind> ODD = EnumSet.of(Kind.BAD_REQUEST, Kind.BAD_RESPONSE);

  private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);

  private final AccessGrantsClient client;
  private final Clock clock;
  private final FirstContact contact;

  /** The time of the last warning about each service, in milliseconds of the clock. */
  private final Map<String, Long> logged = new ConcurrentHashMap<>();

  /**
   * Creates a client that logs.
   *
   * @param client makes the calls; closed with this one
   * @param clock measures the time between warnings, and since the first call of a service
   */
  OutageLog(AccessGrantsClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
    this.contact = new FirstContact(clock);
  }

  @Override
  public void prepare(ServiceSettings settings) {
    client.prepare(settings);
  }

  @Override
  public Caller identify(ServiceSettings settings, String region, SigningCredentials base) {
    return call(
        "STS",
        Endpoint.sts(settings, region),
        settings,
        settings.stsEndpoint(),
        () -> origin(settings.stsEndpoint(), AccessGrantsSettings.STS_ENDPOINT, region),
        () -> client.identify(settings, region, base));
  }

  @Override
  public String instanceAccount(
      ServiceSettings settings,
      String region,
      String callerAccount,
      String bucket,
      SigningCredentials base) {
    return callS3Control(
        settings,
        region,
        callerAccount,
        () -> client.instanceAccount(settings, region, callerAccount, bucket, base));
  }

  @Override
  public String bucketRegion(ServiceSettings settings, String bucket) {
    return call(
        "S3, asked for the Region of bucket " + bucket + ",",
        Endpoint.s3(settings),
        settings,
        settings.s3Endpoint(),
        () -> originOfS3(settings),
        () -> client.bucketRegion(settings, bucket));
  }

  @Override
  public VendedCredentials getDataAccess(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      Access access,
      Optional<String> auditContext,
      SigningCredentials base) {
    return callS3Control(
        settings,
        instance.region(),
        instance.account(),
        () -> client.getDataAccess(settings, instance, access, auditContext, base));
  }

  @Override
  public GrantPage callerGrants(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      String fragment,
      Optional<String> token,
      Duration timeout,
      SigningCredentials base) {
    return callS3Control(
        settings,
        instance.region(),
        instance.account(),
        () -> client.callerGrants(settings, instance, fragment, token, timeout, base));
  }

  /** Logs nothing: the call goes to S3 with S3A's own request, which S3 has just answered. */
  @Override
  public boolean isMissing(RefusedRead refused) {
    return client.isMissing(refused);
  }

  @Override
  public void close() {
    client.close();
  }

  private <T> T callS3Control(
      ServiceSettings settings, String region, String account, Supplier<T> call) {
    return call(
        "S3 Control",
        Endpoint.s3Control(settings, region, account),
        settings,
        settings.endpoint(),
        () -> origin(settings.endpoint(), AccessGrantsSettings.ENDPOINT, region),
        call);
  }

  /** Says for the log where the URL of a service comes from. */
  private static String origin(
      Optional<URI> endpoint, Setting<Optional<URI>> setting, String region) {
    return endpoint.isPresent()
        ? "which " + setting.key() + " sets"
        : String.format(
            "AWS's endpoint for the Region %s, which is that of %s, else of %s or %s; %s sets another"
                + " URL",
            region,
            AccessGrantsSettings.REGION_SETTING.key(),
            Constants.AWS_REGION,
            Constants.ENDPOINT,
            setting.key());
  }

  private static String originOfS3(ServiceSettings settings) {
    return settings.s3Endpoint().isPresent()
        ? "which " + Constants.ENDPOINT + " sets"
        : String.format(
            "not called if %s or %s is set",
            AccessGrantsSettings.REGION_SETTING.key(), Constants.AWS_REGION);
  }

  /**
   * Makes a call, and logs a warning if it fails with a transient error. The texts of the warning
   * are created only then.
   *
   * @throws AccessGrantsException what the call throws. If the service has never answered, it says
   *     where the URL comes from, and may be of the kind UNREACHABLE
   */
  private <T> T call(
      String service,
      Endpoint called,
      ServiceSettings settings,
      Optional<URI> endpoint,
      Supplier<String> origin,
      Supplier<T> call) {
    contact.called(called);
    try {
      T answer = call.get();
      contact.answered(called);
      return answer;
    } catch (AccessGrantsException e) {
      boolean isOfS3 = AnswersOfS3.isOne(e);
      if (!isOfS3 && FirstContact.isAnswer(e)) {
        contact.answered(called);
      }
      String url = e.asked().or(() -> endpoint).map(URI::toString).orElse("its URL");
      if (isOfS3 && contact.hasNeverAnswered(called)) {
        throw named(
            service + " at " + url,
            origin,
            settings.network(),
            e.as(Kind.BAD_RESPONSE, e.getMessage() + OF_S3));
      }
      if (!e.kind().isTransient()) {
        throw ODD.contains(e.kind())
            ? named(service + " at " + url, origin, settings.network(), e)
            : e;
      }
      warn(service + " at " + url, origin, settings.network(), e);
      throw contact.hasNeverAnswered(called)
          ? unanswered(called, service + " at " + url, origin, settings.network(), e)
          : e;
    }
  }

  private static AccessGrantsException named(
      String service,
      Supplier<String> origin,
      NetworkSettings network,
      AccessGrantsException failure) {
    return failure.as(
        failure.kind(),
        String.format(
            "%s (%s), reached %s, answered %s",
            service, origin.get(), network, failure.getMessage()));
  }

  private AccessGrantsException unanswered(
      Endpoint called,
      String service,
      Supplier<String> origin,
      NetworkSettings network,
      AccessGrantsException failure) {
    return failure.as(
        contact.isWrongSetUp(called, failure) ? Kind.UNREACHABLE : failure.kind(),
        String.format(
            "%s (%s), reached %s, has not answered since this process began to call it: %s",
            service, origin.get(), network, reason(failure)));
  }

  private void warn(
      String service,
      Supplier<String> origin,
      NetworkSettings network,
      AccessGrantsException failure) {
    if (isDue(service + " " + network)) {
      LOG.warn(
          "{} ({}), reached {}, gives no usable answer: {} Requests that need one wait, and are"
              + " retried as S3A's retry settings say. Logged once a minute.",
          service,
          origin.get(),
          network,
          reason(failure));
    }
  }

  private boolean isDue(String key) {
    long now = clock.millis();
    boolean[] due = new boolean[1];
    if (logged.size() >= MOST_SERVICES) {
      logged.clear();
    }
    logged.compute(
        key,
        (k, last) -> {
          due[0] = last == null || now - last >= INTERVAL_MILLIS;
          return due[0] ? now : last;
        });
    return due[0];
  }

  /**
   * Returns what went wrong, in one line. If no service answered, that is the innermost exception,
   * because the SDK's own text for an unknown host does not even contain the host.
   */
  private static String reason(AccessGrantsException failure) {
    Throwable innermost = RootCause.of(failure);
    String text =
        innermost != failure && !(innermost instanceof SdkException)
            ? innermost.getClass().getSimpleName() + ": " + innermost.getMessage()
            : String.valueOf(failure.getMessage());
    String line = OneLine.of(text);
    return line.endsWith(".") ? line : line + ".";
  }
}
