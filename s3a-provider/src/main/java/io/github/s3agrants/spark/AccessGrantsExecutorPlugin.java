package io.github.s3agrants.spark;

import io.github.s3agrants.application.ApplicationGrants;
import io.github.s3agrants.application.Protocol;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.runtime.DaemonThreads;
import io.github.s3agrants.runtime.SdkClients;
import io.github.s3agrants.vending.VendingEngine;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor's part of the plugin. From its start on, the executor's file systems get vended
 * credentials from the driver, and have no others.
 */
final class AccessGrantsExecutorPlugin implements ExecutorPlugin {
  /** The id that Spark gives to the executor in a driver's own process. */
  private static final String DRIVER = "driver";

  private static final Logger LOG = LoggerFactory.getLogger(AccessGrantsExecutorPlugin.class);

  /** The last one is closed first. */
  private final Deque<Closeable> open = new ArrayDeque<>();

  private volatile @Nullable UsageReporter reporter;

  /**
   * Starts to ask the driver. If that cannot work, the executor's file systems are refused, so that
   * the reason reaches the user with the failure of a task.
   *
   * @throws IllegalStateException if S3A would not see what is set up here
   */
  @Override
  public void init(PluginContext context, Map<String, String> ofDriver) {
    if (context.executorID().equals(DRIVER)) {
      return;
    }
    PluginSetup.requireOneLibrary();
    RpcProtection.warnOfTrace();
    Optional<String> objection = Protocol.objectionTo(ofDriver);
    if (objection.isPresent()) {
      refuse(objection.get());
      return;
    }
    try {
      open.push(
          AccessGrantsRuntime.acquireAsking(
              (executor, clock) -> {
                ApplicationGrants grants =
                    ApplicationGrants.asking(
                        message -> ask(context, message),
                        executor,
                        clock,
                        new DaemonThreads("s3a-access-grants-driver-"));
                open.push(grants);
                return grants;
              },
              SdkClients::create));
    } catch (IllegalStateException e) {
      refuse(
          "A file system of S3 was opened in this executor before AccessGrantsPlugin started, and"
              + " signs with credentials of its own. Name the plugin first in spark.plugins.");
      return;
    }
    VendingEngine engine = AccessGrantsRuntime.engine().orElseThrow();
    PluginMetrics.register(context.metricRegistry(), engine.statistics());
    UsageReporter started = new UsageReporter(context, engine.usage());
    open.push(started);
    reporter = started;
    LOG.debug("The driver vends for this executor");
  }

  @Override
  public void onTaskSucceeded() {
    taskEnded();
  }

  @Override
  public void onTaskFailed(TaskFailedReason reason) {
    taskEnded();
  }

  private void taskEnded() {
    UsageReporter present = reporter;
    if (present != null) {
      present.report();
    }
  }

  private void refuse(String why) {
    LOG.error("No file system of S3 can be opened in this executor: {}", why);
    open.push(AccessGrantsRuntime.refuse(why));
  }

  private static byte[] ask(PluginContext context, byte[] message) throws Exception {
    Object answer = context.ask(message);
    if (!(answer instanceof byte[])) {
      throw new IOException("the driver's plugin does not run");
    }
    return (byte[]) answer;
  }

  @Override
  public void shutdown() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (IOException e) {
        LOG.warn("Could not be closed: {}", e.toString());
      }
    }
  }
}
