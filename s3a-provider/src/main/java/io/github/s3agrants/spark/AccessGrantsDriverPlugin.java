package io.github.s3agrants.spark;

import com.codahale.metrics.MetricRegistry;
import io.github.s3agrants.application.ApplicationDesk;
import io.github.s3agrants.application.ApplicationUsers;
import io.github.s3agrants.application.Protocol;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.runtime.SdkClients;
import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.vending.VendingEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's part of the plugin. Spark calls {@link #receive} on one thread for all plugins, so
 * it answers from what is at hand. Thread-safe.
 */
final class AccessGrantsDriverPlugin implements DriverPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(AccessGrantsDriverPlugin.class);

  private volatile @Nullable ApplicationDesk desk;
  private AccessGrantsRuntime.@Nullable Lease lease;

  /**
   * Starts to vend for executors.
   *
   * @return what executors compare with their own; Spark shows it on the Environment page
   * @throws IllegalStateException if Spark is set up in a way that the plugin could not work, or
   *     not safely; naming the keys to change
   */
  @Override
  public Map<String, String> init(SparkContext sc, PluginContext context) {
    Configuration hadoop = sc.hadoopConfiguration();
    RpcProtection.require(context.conf(), sc.version());
    PluginSetup.requireOneLibrary();
    PluginSetup.requireNoTokens(hadoop);
    if (!RpcProtection.isLocal(context.conf())) {
      PluginSetup.requireNothingFetchedFirst(sc.getConf(), hadoop);
    }
    OtherClients.warn(sc.getConf());
    EnvironmentCredentials.removeCopies(hadoop, System.getenv());
    lease = AccessGrantsRuntime.acquire(cacheSize(hadoop), SdkClients::create);
    VendingEngine engine = AccessGrantsRuntime.engine().orElseThrow();
    desk =
        new ApplicationDesk(
            engine,
            sc::hadoopConfiguration,
            new ApplicationUsers(usersOf(sc), engine::users),
            AccessGrantsRuntime.clock());
    LOG.info("The driver vends for all executors of this application");
    return Protocol.announcement();
  }

  private static int cacheSize(Configuration hadoop) {
    try {
      return AccessGrantsSettings.CACHE_SIZE.read(hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** The names that file systems of the application's own user have, in driver and executors. */
  private static List<String> usersOf(SparkContext sc) {
    try {
      UserGroupInformation user = UserGroupInformation.getCurrentUser();
      return List.of(sc.sparkUser(), user.getUserName(), user.getShortUserName());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public void registerMetrics(String appId, PluginContext context) {
    MetricRegistry registry = context.metricRegistry();
    AccessGrantsRuntime.engine()
        .ifPresent(engine -> PluginMetrics.register(registry, engine.statistics()));
    ApplicationDesk present = desk;
    if (present != null) {
      PluginMetrics.gauge(registry, PluginMetrics.QUESTIONS, present::questions);
    }
  }

  @Override
  public @Nullable Object receive(Object message) {
    ApplicationDesk present = desk;
    return present != null && message instanceof byte[] ? present.answer((byte[]) message) : null;
  }

  @Override
  public void shutdown() {
    ApplicationDesk present = desk;
    desk = null;
    if (present != null) {
      AccessGrantsRuntime.engine()
          .ifPresent(engine -> LOG.info(present.usage().table(engine.usage())));
      present.close();
    }
    AccessGrantsRuntime.Lease held = lease;
    if (held != null) {
      held.close();
    }
  }
}
