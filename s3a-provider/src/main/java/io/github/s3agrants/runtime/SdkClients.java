package io.github.s3agrants.runtime;

import io.github.s3agrants.aws.HttpClients;
import io.github.s3agrants.aws.SdkAccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.NetworkSettings;
import io.github.s3agrants.settings.S3aHttpClients;
import io.github.s3agrants.vending.VendingEngine;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import software.amazon.awssdk.http.SdkHttpClient;

/** Creates the clients of a JVM that calls the services itself, with the AWS SDK. */
public final class SdkClients {
  /**
   * Far more than the threads with which S3A lets a JVM call S3 at once. Connections are opened
   * only when they are needed.
   */
  private static final int MAXIMUM_CONNECTIONS_FOR_MISSING_KEYS = 1024;

  private SdkClients() {}

  /** Creates a client that logs outages; see {@link ClientFactory#create}. */
  public static AccessGrantsClient create(Clock clock) {
    return create(clock, S3aHttpClients::create);
  }

  /**
   * Creates a client that logs outages.
   *
   * @param http creates an HTTP client for a network and a number of connections
   */
  public static AccessGrantsClient create(
      Clock clock, BiFunction<NetworkSettings, Integer, SdkHttpClient> http) {
    return new OutageLog(
        new SdkAccessGrantsClient(
            httpClients(http, VendingEngine.MAXIMUM_CALLS),
            httpClients(http, MAXIMUM_CONNECTIONS_FOR_MISSING_KEYS),
            newTimers(),
            clock),
        clock);
  }

  private static HttpClients httpClients(
      BiFunction<NetworkSettings, Integer, SdkHttpClient> http, int maxConnections) {
    return new HttpClients(network -> http.apply(network, maxConnections));
  }

  /** Creates one thread for the timeouts of all clients. */
  private static ScheduledExecutorService newTimers() {
    ScheduledThreadPoolExecutor timers =
        new ScheduledThreadPoolExecutor(1, new DaemonThreads("s3a-access-grants-timer-"));
    // The timeout of a call that has ended is removed at once, so that the idle thread can end.
    timers.setRemoveOnCancelPolicy(true);
    timers.setKeepAliveTime(AccessGrantsRuntime.KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
    timers.allowCoreThreadTimeOut(true);
    return timers;
  }
}
