package io.github.s3agrants.settings;

import io.github.s3agrants.credentials.NetworkSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.S3AUtils;
import org.apache.hadoop.util.VersionInfo;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;

/**
 * Applies S3A's network options to the library's own clients: those that S3A's {@code
 * AWSClientConfig} reads for its synchronous client.
 */
public final class S3aNetwork {
  /** The longest time to open a connection to a service. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** The longest time that a service may be silent. */
  static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(15);

  /**
   * Shorter timeouts are ignored, because their unit must be wrong; S3A itself accepts none below
   * 15 s.
   */
  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** Options that are passed to S3A's own client factory. */
  private static final List<String> READ_BY_S3A =
      List.of(
          Constants.SSL_CHANNEL_MODE,
          Constants.CONNECTION_IDLE_TIME,
          Constants.CONNECTION_TTL,
          Constants.CONNECTION_KEEPALIVE);

  /**
   * The key under which a file system's configuration, which is a copy of the user's, names its
   * bucket. S3A does not tell the interceptor, and passwords in credential stores have the bucket
   * in their names.
   */
  private static final String BUCKET = "io.github.s3agrants.bucket";

  /** Applies S3A's options for connections, as S3A of the Hadoop at hand does. */
  @FunctionalInterface
  public interface HttpClientOptions {
    /**
     * Returns the builder of a client.
     *
     * @param conf has the options that the user has set, and no others
     * @throws IOException if the value of {@code fs.s3a.ssl.channel.mode} is not available
     */
    ApacheHttpClient.Builder builder(Configuration conf) throws IOException;
  }

  private S3aNetwork() {}

  /** Makes {@link #read} find the passwords of this file system, if a proxy is set. */
  static void setFileSystem(@Nullable URI fsUri, Configuration conf) {
    String bucket = fsUri == null ? null : fsUri.getHost();
    if (bucket != null && !proxyHost(conf).isEmpty()) {
      conf.set(BUCKET, bucket);
    }
  }

  /**
   * Reads the options.
   *
   * @throws IOException naming the key of an invalid value, or of a password that cannot be read
   */
  static NetworkSettings read(Configuration conf) throws IOException {
    NetworkSettings.Builder network =
        NetworkSettings.builder()
            .userAgent(userAgent(conf.getTrimmed(Constants.USER_AGENT_PREFIX)));
    for (String key : READ_BY_S3A) {
      copy(conf, key, network);
    }
    shorter(conf, Constants.ESTABLISH_TIMEOUT, CONNECT_TIMEOUT, network);
    shorter(conf, Constants.SOCKET_TIMEOUT, SOCKET_TIMEOUT, network);
    readProxy(conf, network);
    return network.build();
  }

  private static void copy(Configuration conf, String key, NetworkSettings.Builder network) {
    String value = conf.getTrimmed(key);
    if (value != null) {
      network.option(key, value);
    }
  }

  private static void shorter(
      Configuration conf, String key, Duration ours, NetworkSettings.Builder network) {
    long millis = conf.getTimeDuration(key, ours.toMillis(), TimeUnit.MILLISECONDS);
    if (millis >= SHORTEST_TIMEOUT.toMillis() && millis < ours.toMillis()) {
      network.option(key, Long.toString(millis));
    }
  }

  /** As S3A builds it ({@code AWSClientConfig.initUserAgent}). */
  private static Optional<String> userAgent(@Nullable String prefix) {
    String hadoop = "Hadoop " + VersionInfo.getVersion();
    return Optional.of(prefix == null || prefix.isEmpty() ? hadoop : prefix + ", " + hadoop);
  }

  private static String proxyHost(Configuration conf) {
    return conf.getTrimmed(Constants.PROXY_HOST, "");
  }

  /** Reads the proxy. S3A's own reader would log the password, at DEBUG. */
  private static void readProxy(Configuration conf, NetworkSettings.Builder network)
      throws IOException {
    String host = proxyHost(conf);
    int port = proxyPort(conf);
    if (host.isEmpty()) {
      if (port >= 0) {
        throw new IOException(
            OptionKeys.asSet(conf, Constants.PROXY_PORT)
                + " is set without "
                + Constants.PROXY_HOST
                + ".");
      }
      return;
    }
    boolean tls = conf.getBoolean(Constants.PROXY_SECURED, false);
    network.proxy(proxy(conf, tls, host, port >= 0 ? port : tls ? HTTPS_PORT : HTTP_PORT));
    Optional<String> user = password(conf, Constants.PROXY_USERNAME);
    Optional<String> password = password(conf, Constants.PROXY_PASSWORD);
    if (user.isPresent() != password.isPresent()) {
      throw new IOException(
          String.format(
              "%s or %s is set without the other.",
              OptionKeys.asSet(conf, Constants.PROXY_USERNAME),
              OptionKeys.asSet(conf, Constants.PROXY_PASSWORD)));
    }
    network.proxyUser(user).proxyPassword(password);
    copy(conf, Constants.PROXY_DOMAIN, network);
    copy(conf, Constants.PROXY_WORKSTATION, network);
  }

  private static int proxyPort(Configuration conf) throws IOException {
    try {
      return conf.getInt(Constants.PROXY_PORT, -1);
    } catch (NumberFormatException e) {
      throw new IOException(
          String.format(
              "Invalid value of %s: \"%s\". Allowed: a port.",
              OptionKeys.asSet(conf, Constants.PROXY_PORT),
              Setting.withoutUserInfo(conf.getTrimmed(Constants.PROXY_PORT, ""))),
          e);
    }
  }

  private static URI proxy(Configuration conf, boolean tls, String host, int port)
      throws IOException {
    try {
      URI uri = new URI(tls ? "https" : "http", null, host, port, null, null, null);
      if (uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The exception's message has the whole text, which may have a password.
    }
    throw new IOException(
        String.format(
            "Invalid value of %s: \"%s\". Allowed: the name or address of a host.",
            OptionKeys.asSet(conf, Constants.PROXY_HOST), Setting.withoutUserInfo(host)));
  }

  private static Optional<String> password(Configuration conf, String key) throws IOException {
    return Optional.ofNullable(
        S3AUtils.lookupPassword(conf.get(BUCKET, ""), conf, key, null, null));
  }

  /**
   * Creates an HTTP client for a network, with its own connections.
   *
   * @param options applies those options of S3A that are not applied here
   * @throws IllegalArgumentException naming a key whose value S3A would not accept either
   */
  public static SdkHttpClient newClient(
      NetworkSettings network, int maxConnections, HttpClientOptions options) {
    Thread here = Thread.currentThread();
    ClassLoader before = here.getContextClassLoader();
    // The SDK's thread that closes idle connections serves the whole JVM, and keeps this loader.
    here.setContextClassLoader(ApacheHttpClient.class.getClassLoader());
    try {
      return builder(network, options)
          .maxConnections(maxConnections)
          .connectionAcquisitionTimeout(SOCKET_TIMEOUT)
          .connectionTimeout(timeout(network, Constants.ESTABLISH_TIMEOUT, CONNECT_TIMEOUT))
          .socketTimeout(timeout(network, Constants.SOCKET_TIMEOUT, SOCKET_TIMEOUT))
          .proxyConfiguration(proxy(network))
          .build();
    } finally {
      here.setContextClassLoader(before);
    }
  }

  private static ApacheHttpClient.Builder builder(
      NetworkSettings network, HttpClientOptions options) {
    Configuration conf = new Configuration(false);
    for (String key : READ_BY_S3A) {
      String value = network.options().get(key);
      if (value != null) {
        conf.set(key, value);
      }
    }
    try {
      return options.builder(conf);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          Constants.SSL_CHANNEL_MODE + " is not available: " + e.getMessage(), e);
    }
  }

  private static Duration timeout(NetworkSettings network, String key, Duration ours) {
    String millis = network.options().get(key);
    return millis == null ? ours : Duration.ofMillis(Long.parseLong(millis));
  }

  /**
   * Without a proxy in the options, the SDK uses that of the JVM's properties or the environment,
   * as in S3A.
   */
  private static ProxyConfiguration proxy(NetworkSettings network) {
    ProxyConfiguration.Builder proxy = ProxyConfiguration.builder();
    network.proxy().ifPresent(proxy::endpoint);
    network.proxyUser().ifPresent(proxy::username);
    network.proxyPassword().ifPresent(proxy::password);
    String domain = network.options().get(Constants.PROXY_DOMAIN);
    String workstation = network.options().get(Constants.PROXY_WORKSTATION);
    if (domain != null) {
      proxy.ntlmDomain(domain);
    }
    if (workstation != null) {
      proxy.ntlmWorkstation(workstation);
    }
    return proxy.build();
  }
}
