package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.Fingerprint;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import org.jspecify.annotations.Nullable;

/**
 * The key under which the caller of base credentials is cached: the credentials and the settings of
 * a file system. All parts of the credentials count: knowing only an access key must not be enough
 * to be taken for its owner.
 */
final class BaseIdentityKey {
  private final ServiceSettings settings;
  private final String accessKeyId;
  private final String secretAccessKey;
  private final String sessionToken;

  BaseIdentityKey(ServiceSettings settings, SigningCredentials base) {
    if (base.isAnonymous()) {
      throw new AccessGrantsException(
          AccessGrantsException.Kind.CALLER_CREDENTIALS,
          "The caller's own credentials are anonymous.");
    }
    this.settings = settings;
    this.accessKeyId = base.accessKeyId();
    this.secretAccessKey = base.secretAccessKey();
    this.sessionToken = base.sessionToken().orElse("");
  }

  ServiceSettings settings() {
    return settings;
  }

  String accessKeyId() {
    return accessKeyId;
  }

  /** Whether these are long-term keys, which only IAM users have, and not a session. */
  boolean isLongTerm() {
    return sessionToken.isEmpty();
  }

  /** A one-way hash of every part of the credentials. */
  String fingerprint() {
    return Fingerprint.of(accessKeyId, secretAccessKey, sessionToken);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (!(o instanceof BaseIdentityKey)) {
      return false;
    }
    BaseIdentityKey other = (BaseIdentityKey) o;
    return accessKeyId.equals(other.accessKeyId)
        && secretAccessKey.equals(other.secretAccessKey)
        && sessionToken.equals(other.sessionToken)
        && settings.equals(other.settings);
  }

  @Override
  public int hashCode() {
    return 31 * accessKeyId.hashCode() + settings.hashCode();
  }

  @Override
  public String toString() {
    return accessKeyId;
  }
}
