package io.github.s3agrants.aws;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.NetworkSettings;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.s3control.model.ListCallerAccessGrantsRequest;

/** The real client of the services, and bodies of their answers for a {@link ScriptedServer}. */
public final class TestServices {
  public static final String ACCOUNT = "111122223333";
  public static final AccessGrantsInstance INSTANCE =
      new AccessGrantsInstance(ACCOUNT, "us-east-1");
  public static final SigningCredentials BASE =
      SigningCredentials.longTerm("AKIABASE", "base-secret");

  /**
   * The tag of tests that wait for most of a minute. They run once in each build, and in {@code
   * .ci/matrix} on other versions than the build's own.
   */
  public static final String WAITS = "waits";

  /**
   * The tag of tests that need ListCallerAccessGrants, which the SDK of Hadoop 3.4.0 and 3.4.1
   * lacks.
   */
  public static final String LISTS_CALLER_GRANTS = "lists-caller-grants";

  private TestServices() {}

  /**
   * A client with a number of connections, and enough for missing keys.
   *
   * @param timeout of each call
   */
  public static AccessGrantsClient client(Clock clock, int connections, Duration timeout) {
    return new SdkAccessGrantsClient(http(connections), http(200), timers(), timeout, clock);
  }

  /** A client that sends all calls through one HTTP client. */
  public static SdkAccessGrantsClient client(SdkHttpClient http, Clock clock) {
    return new SdkAccessGrantsClient(http, http, timers(), clock);
  }

  private static ScheduledExecutorService timers() {
    return Executors.newScheduledThreadPool(
        1,
        task -> {
          Thread thread = new Thread(task, "test-timers");
          thread.setDaemon(true);
          return thread;
        });
  }

  private static SdkHttpClient http(int connections) {
    return ApacheHttpClient.builder().maxConnections(connections).build();
  }

  /** Settings in which one server is the endpoint of all services. */
  public static ServiceSettings.Builder settings(URI server) {
    return ServiceSettings.builder()
        .accountId(Optional.of(ACCOUNT))
        .region(Optional.of("us-east-1"))
        .endpoint(Optional.of(server))
        .stsEndpoint(Optional.of(server))
        .s3Endpoint(Optional.of(server));
  }

  /** A refused GET of an object on that server, with path-style access. */
  public static RefusedRead refused(URI server, String bucket, String key) {
    return new RefusedRead(
        S3Path.object(bucket, key),
        URI.create(server + "/" + bucket),
        Optional.empty(),
        "us-east-1",
        BASE,
        NetworkSettings.DEFAULT);
  }

  /** The body of an answer to GetDataAccess. */
  public static String dataAccess(String accessKey, Instant expiration, String scope) {
    return "<GetDataAccessResult><Credentials><AccessKeyId>"
        + accessKey
        + "</AccessKeyId><SecretAccessKey>vended-secret</SecretAccessKey>"
        + "<SessionToken>vended-token</SessionToken><Expiration>"
        + expiration
        + "</Expiration></Credentials><MatchedGrantTarget>"
        + scope
        + "</MatchedGrantTarget></GetDataAccessResult>";
  }

  /** The body of an answer to ListCallerAccessGrants with one READ grant and a next token. */
  public static String callerGrants(String scope, String nextToken) {
    return "<ListCallerAccessGrantsResult><NextToken>"
        + nextToken
        + "</NextToken><CallerAccessGrantsList><AccessGrant><Permission>"
        + Permission.READ
        + "</Permission><GrantScope>"
        + scope
        + "</GrantScope></AccessGrant></CallerAccessGrantsList></ListCallerAccessGrantsResult>";
  }

  /** True except for the SDK of Hadoop 3.4.0 and 3.4.1, which lacks ListCallerAccessGrants. */
  public static boolean sdkListsCallerGrants() {
    try {
      return ListCallerAccessGrantsRequest.builder() != null;
    } catch (NoClassDefFoundError e) {
      return false;
    }
  }
}
