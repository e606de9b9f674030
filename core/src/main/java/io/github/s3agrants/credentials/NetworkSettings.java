package io.github.s3agrants.credentials;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Network settings of the library's own clients, taken from those of a file system's S3 clients.
 * Clients with equal settings share connections. Immutable; {@code toString} shows nothing but the
 * proxy's address.
 */
public final class NetworkSettings {
  /** Nothing is set. The proxy, if any, is that of the JVM or its environment. */
  public static final NetworkSettings DEFAULT = builder().build();

  private final Optional<URI> proxy;
  private final Optional<String> proxyUser;
  private final Optional<String> proxyPassword;
  private final Optional<String> userAgent;
  private final Map<String, String> options;
  private final int hash;

  private NetworkSettings(Builder b) {
    proxy = b.proxy;
    proxyUser = b.proxyUser;
    proxyPassword = b.proxyPassword;
    userAgent = b.userAgent;
    options = Map.copyOf(b.options);
    // Contains nothing secret.
    hash = Objects.hash(proxy, userAgent, options);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Scheme, host and port of the proxy; empty for that of the JVM or its environment. */
  public Optional<URI> proxy() {
    return proxy;
  }

  public Optional<String> proxyUser() {
    return proxyUser;
  }

  public Optional<String> proxyPassword() {
    return proxyPassword;
  }

  /** The beginning of each request's user agent; empty for the SDK's own. */
  public Optional<String> userAgent() {
    return userAgent;
  }

  /** All other settings by key. Only the code that makes connections interprets them. */
  public Map<String, String> options() {
    return options;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (this == o) {
      return true;
    }
    if (!(o instanceof NetworkSettings)) {
      return false;
    }
    NetworkSettings other = (NetworkSettings) o;
    return hash == other.hash
        && proxy.equals(other.proxy)
        && proxyUser.equals(other.proxyUser)
        && proxyPassword.equals(other.proxyPassword)
        && userAgent.equals(other.userAgent)
        && options.equals(other.options);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return proxy.map(uri -> "through the proxy " + uri).orElse("directly");
  }

  /** Builds {@link NetworkSettings}. Not thread-safe. */
  public static final class Builder {
    private Optional<URI> proxy = Optional.empty();
    private Optional<String> proxyUser = Optional.empty();
    private Optional<String> proxyPassword = Optional.empty();
    private Optional<String> userAgent = Optional.empty();
    private final Map<String, String> options = new TreeMap<>();

    private Builder() {}

    /** The proxy's address, without user information. */
    public Builder proxy(URI value) {
      proxy = Optional.of(value);
      return this;
    }

    public Builder proxyUser(Optional<String> value) {
      proxyUser = value;
      return this;
    }

    public Builder proxyPassword(Optional<String> value) {
      proxyPassword = value;
      return this;
    }

    public Builder userAgent(Optional<String> value) {
      userAgent = value;
      return this;
    }

    /** Another setting, which must not be a secret. */
    public Builder option(String key, String value) {
      options.put(key, value);
      return this;
    }

    public NetworkSettings build() {
      return new NetworkSettings(this);
    }
  }
}
