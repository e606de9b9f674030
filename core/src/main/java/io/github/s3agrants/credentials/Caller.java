package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The principal, or one session of it, that calls Access Grants. Vended credentials are kept apart
 * by caller, so two callers are equal only if each may do everything that the other may. Immutable;
 * holds no secret.
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

  /** The principal that STS GetCallerIdentity returned. */
  public static Caller identified(String arn, String userId, String account) {
    return new Caller(arn, userId, Optional.of(account));
  }

  /** A caller that another process has looked up; see {@link #principal} and the others. */
  public static Caller of(String principal, String id, Optional<String> account) {
    return new Caller(principal, id, account);
  }

  /**
   * A caller for which STS was not called. The access key stands for the principal.
   *
   * @param fingerprint a one-way hash of all parts of the credentials: knowing only the access key
   *     does not make an equal caller
   */
  public static Caller unidentified(String accessKeyId, String fingerprint) {
    return new Caller("access key " + accessKeyId, fingerprint, Optional.empty());
  }

  /**
   * One session of this principal. A session may be allowed less than another of the same role and
   * name: by a session policy, by the directory user that it was made for, or by MFA. STS returns
   * none of these.
   *
   * @param fingerprint a one-way hash of the session's credentials
   */
  public Caller inSession(String fingerprint) {
    return new Caller(principal, id + "/" + fingerprint, account);
  }

  /** The ARN, or the access key if STS was not called. */
  public String principal() {
    return principal;
  }

  /** Tells callers with the same principal apart; not a secret. */
  public String id() {
    return id;
  }

  /** The AWS account of the principal; empty if STS was not called. */
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
