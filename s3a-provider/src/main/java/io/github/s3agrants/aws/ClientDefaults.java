package io.github.s3agrants.aws;

import io.github.s3agrants.credentials.NetworkSettings;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;

/** The configuration that all SDK clients of the library have in common. Immutable. */
final class ClientDefaults implements Consumer<ClientOverrideConfiguration.Builder> {
  /** Timeout of a call. If a service does not answer, S3A gets an error that it can retry. */
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ScheduledExecutorService timers;
  private final Duration timeout;

  /**
   * Creates the configuration.
   *
   * @param timers ends calls whose time is over; without it, each client would have five threads
   *     for that
   * @param timeout of a call, for all attempts together
   */
  ClientDefaults(ScheduledExecutorService timers, Duration timeout) {
    this.timers = timers;
    this.timeout = timeout;
  }

  /** Returns the configuration for clients on a network. */
  Consumer<ClientOverrideConfiguration.Builder> on(NetworkSettings network) {
    return andThen(
        builder ->
            network
                .userAgent()
                .ifPresent(
                    agent ->
                        builder.putAdvancedOption(
                            SdkAdvancedClientOption.USER_AGENT_PREFIX, agent)));
  }

  @Override
  public void accept(ClientOverrideConfiguration.Builder builder) {
    builder
        .apiCallTimeout(timeout)
        .scheduledExecutorService(timers)
        .addExecutionInterceptor(new AnswerLimit())
        .addExecutionInterceptor(new AskedUrl.Recorder());
  }
}
