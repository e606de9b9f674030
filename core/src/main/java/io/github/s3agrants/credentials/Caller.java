package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for access. Vended credentials are kept apart by caller, so two callers are equal only
 * where everything that one may do the other may do too. Immutable; holds no secret.
 */
public final class Caller {
  private final String principal;
  private final String id;
  private final Optional<String> account;

  private Caller(String principal, String id, Optional<String> account) {
    this.principal = requireNonNull(principal, "principal");
    this.id = requireNonNull(id, "id");
    this.account = account;
  }

  /** The principal that STS GetCallerIdentity names. */
  public static Caller identified(String arn, String userId, String account) {
    return new Caller(arn, userId, Optional.of(account));
  }

  /**
   * A caller that nobody was asked about: the access key stands for the principal.
   *
   * @param fingerprint one-way, of everything that makes up the credentials, so that somebody who
   *     knows the access key alone is somebody else
   */
  public static Caller unidentified(String accessKeyId, String fingerprint) {
    return new Caller("access key " + accessKeyId, fingerprint, Optional.empty());
  }

  /**
   * The same principal in one session. A session may be allowed less than another of the same role
   * and name: by a session policy, by the directory user that it was made for, by MFA. None of this
   * is in what STS tells.
   *
   * @param fingerprint one-way, of the session's credentials
   */
  public Caller inSession(String fingerprint) {
    return new Caller(principal, id + "/" + fingerprint, account);
  }

  /** The ARN, or the access key where STS was not asked. */
  public String principal() {
    return principal;
  }

  /** The AWS account of the principal; empty where STS was not asked. */
  public Optional<String> account() {
    return account;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (!(o instanceof Caller)) {
      return false;
    }
    Caller other = (Caller) o;
    return principal.equals(other.principal)
        && id.equals(other.id)
        && account.equals(other.account);
  }

  @Override
  public int hashCode() {
    return 31 * principal.hashCode() + id.hashCode();
  }

  @Override
  public String toString() {
    return principal;
  }
}
