package io.github.s3agrants.runtime;

import io.github.s3agrants.access.OneLine;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.vending.ActiveFileSystem;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the one line that says that a file system uses S3 Access Grants, as whom, and of which
 * instance. It contains text of the services' answers, and shows it in one line of limited length.
 * Immutable.
 */
public final class ActiveLine implements Consumer<ActiveFileSystem> {
  /** The longest ARN that IAM documents. */
  private static final int LONGEST_PRINCIPAL = 2048;

  private static final Logger LOG = LoggerFactory.getLogger(ActiveLine.class);

  private final boolean fallback;

  /**
   * The line of one file system.
   *
   * @param fallback what {@code fs.s3a.accessgrants.fallback} says
   */
  public ActiveLine(boolean fallback) {
    this.fallback = fallback;
  }

  @Override
  public void accept(ActiveFileSystem active) {
    if (LOG.isInfoEnabled()) {
      LOG.info(
          "S3 Access Grants active for s3a://{}: principal {}, {}, version {}",
          OneLine.of(active.bucket()),
          principal(active.caller()),
          vendedBy(active),
          AccessGrantsRuntime.version());
    }
  }

  private static String principal(Caller caller) {
    if (caller.account().isEmpty()) {
      return "not looked up (" + AccessGrantsSettings.ACCOUNT_ID_SETTING.key() + " is set)";
    }
    String arn = OneLine.of(caller.principal());
    return arn.length() <= LONGEST_PRINCIPAL ? arn : arn.substring(0, LONGEST_PRINCIPAL) + "…";
  }

  /**
   * In an executor whose driver vends, there is no instance to name, and nothing to fall back to.
   */
  private String vendedBy(ActiveFileSystem active) {
    return active
        .instance()
        .map(
            instance ->
                String.format(
                    "instance account %s in %s, fallback %s",
                    OneLine.of(instance.account()),
                    OneLine.of(instance.region()),
                    fallback ? "on" : "off"))
        .orElse("the driver vends (spark.plugins), fallback off");
  }
}
