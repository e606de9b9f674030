package io.github.s3agrants.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that nobody else can ask the driver for credentials, or read them on their way. They
 * travel in Spark's RPC, which is neither authenticated nor encrypted by default (Spark's security
 * documentation, "Spark RPC").
 */
final class RpcProtection {
  static final String AUTHENTICATE = "spark.authenticate";
  static final String CRYPTO = "spark.network.crypto.enabled";
  static final String SASL_FALLBACK = "spark.network.crypto.saslFallback";
  static final String TLS = "spark.ssl.rpc.enabled";
  static final String ALLOW_UNPROTECTED = "spark.accessgrants.rpc.allowUnprotected";

  private static final List<String> TRUST_STORES =
      List.of("spark.ssl.rpc.trustStore", "spark.ssl.trustStore");

  /** Logs messages of the RPC, although they are encrypted later, at TRACE. */
  private static final String NETTY_LOGGER = "org.apache.spark.network.util.NettyLogger";

  /** Earlier versions of Spark ignore {@link #TLS}. */
  private static final int FIRST_WITH_TLS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(RpcProtection.class);

  private RpcProtection() {}

  /**
   * Requires protection, and warns of what weakens it.
   *
   * @param sparkVersion such as 3.5.9
   * @throws IllegalStateException naming the keys to set
   */
  static void require(SparkConf conf, String sparkVersion) {
    if (isLocal(conf)) {
      return;
    }
    boolean tls = hasTls(conf, sparkVersion);
    boolean isProtected =
        conf.getBoolean(AUTHENTICATE, false) && (tls || conf.getBoolean(CRYPTO, false));
    if (!isProtected) {
      String missing =
          String.format(
              "The driver sends vended credentials to the executors through Spark's RPC, which is"
                  + " not authenticated and encrypted. Set %s=true and %s=true%s.",
              AUTHENTICATE,
              CRYPTO,
              majorOf(sparkVersion) >= FIRST_WITH_TLS
                  ? " (or " + TLS + "=true)"
                  : conf.getBoolean(TLS, false)
                      ? "; Spark " + sparkVersion + " ignores " + TLS
                      : "");
      if (!conf.getBoolean(ALLOW_UNPROTECTED, false)) {
        throw new IllegalStateException(
            missing
                + " On a network that nobody else can reach, "
                + ALLOW_UNPROTECTED
                + "=true turns this check off.");
      }
      LOG.warn("{} Allowed by {}.", missing, ALLOW_UNPROTECTED);
    }
    weaknesses(conf, tls).forEach(LOG::warn);
    warnOfTrace();
  }

  /** Warns of a logger that writes credentials to the log, in this process. */
  static void warnOfTrace() {
    if (LoggerFactory.getLogger(NETTY_LOGGER).isTraceEnabled()) {
      LOG.warn(
          "The logger {} is at TRACE: Spark then writes its messages, with the credentials in them,"
              + " to the log. Set it to DEBUG or above.",
          NETTY_LOGGER);
    }
  }

  /** Whether driver and executor are one process, so that nothing is sent. */
  static boolean isLocal(SparkConf conf) {
    String master = conf.get("spark.master", "");
    return master.equals("local") || master.startsWith("local[");
  }

  private static boolean hasTls(SparkConf conf, String sparkVersion) {
    return conf.getBoolean(TLS, false) && majorOf(sparkVersion) >= FIRST_WITH_TLS;
  }

  private static int majorOf(String sparkVersion) {
    int dot = sparkVersion.indexOf('.');
    try {
      return Integer.parseInt(dot < 0 ? sparkVersion : sparkVersion.substring(0, dot));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** What weakens the protection, each in a sentence that names a key. */
  static List<String> weaknesses(SparkConf conf, boolean tls) {
    List<String> weaknesses = new ArrayList<>();
    if (!tls && conf.getBoolean(CRYPTO, false) && conf.getBoolean(SASL_FALLBACK, true)) {
      weaknesses.add(
          SASL_FALLBACK
              + " is true, as by default: a server that does not know Spark's encryption gets"
              + " messages that are not encrypted. Set it to false.");
    }
    if (tls && TRUST_STORES.stream().allMatch(key -> conf.get(key, "").isEmpty())) {
      weaknesses.add(
          TLS
              + " is true without a trust store: any certificate is accepted. Set "
              + TRUST_STORES.get(0)
              + ".");
    }
    return weaknesses;
  }
}
