package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The owner of cache entries: a caller under the settings of a file system. Vended credentials and
 * refusals are cached for one owner, and no other owner finds them. Immutable.
 */
public final class CacheOwner {
  private final ServiceSettings settings;
  private final Caller caller;
  private final int hash;

  public CacheOwner(ServiceSettings settings, Caller caller) {
    this.settings = requireNonNull(settings, "settings");
    this.caller = requireNonNull(caller, "caller");
    this.hash = 31 * settings.hashCode() + caller.hashCode();
  }

  public ServiceSettings settings() {
    return settings;
  }

  public Caller caller() {
    return caller;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (this == o) {
      return true;
    }
    if (!(o instanceof CacheOwner)) {
      return false;
    }
    CacheOwner other = (CacheOwner) o;
    return hash == other.hash && caller.equals(other.caller) && settings.equals(other.settings);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return caller.toString();
  }
}
