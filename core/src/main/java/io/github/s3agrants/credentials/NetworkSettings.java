package io.github.s3agrants.credentials;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the network is reached: what a file system's S3 clients were told, for the library's own.
 * Whatever has equal ones shares connections. Immutable; shows nothing but the proxy's address.
 */
public final class NetworkSettings {
  /** No proxy but what the JVM or its environment names, and nothing else that was set. */
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
    // Nothing secret is in it.
    hash = Objects.hash(proxy, userAgent, options);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Scheme, host and port of the proxy; empty: what the JVM or its environment names. */
  public Optional<URI> proxy() {
    return proxy;
  }

  public Optional<String> proxyUser() {
    return proxyUser;
  }

  public Optional<String> proxyPassword() {
    return proxyPassword;
  }

  /** What the user agent of each request begins with; empty: the SDK's own. */
  public Optional<String> userAgent() {
    return userAgent;
  }

  /** Whatever else was set, by its key; means something only to whoever makes connections. */
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

  /** Not thread-safe. */
  public static final class Builder {
    private Optional<URI> proxy = Optional.empty();
    private Optional<String> proxyUser = Optional.empty();
    private Optional<String> proxyPassword = Optional.empty();
    private Optional<String> userAgent = Optional.empty();
    private final Map<String, String> options = new TreeMap<>();

    private Builder() {}

    /** A proxy's address, without a user in it. */
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

    /** Something else that is no secret. */
    public Builder option(String key, String value) {
      options.put(key, value);
      return this;
    }

    public NetworkSettings build() {
      return new NetworkSettings(this);
    }
  }
}
