package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import org.jspecify.annotations.Nullable;

/** Who signs a request. Immutable. */
public final class Decision {
  /** What is done with the request. */
  public enum Kind {
    /** Signed with vended credentials. */
    VENDED,
    /** Signed with the caller's own credentials. */
    BASE,
    /** Answered "not found" without being sent. */
    NOT_FOUND
  }

  private final Kind kind;
  private final BaseIdentity base;
  private final @Nullable Access access;
  private final @Nullable CachedCredentials cached;

  private Decision(
      Kind kind, BaseIdentity base, @Nullable Access access, @Nullable CachedCredentials cached) {
    this.kind = kind;
    this.base = base;
    this.access = access;
    this.cached = cached;
  }

  static Decision vended(CachedCredentials cached, Access access, BaseIdentity base) {
    return new Decision(Kind.VENDED, base, access, cached);
  }

  static Decision base(BaseIdentity base) {
    return new Decision(Kind.BASE, base, null, null);
  }

  static Decision notFound(Access access, BaseIdentity base) {
    return new Decision(Kind.NOT_FOUND, base, access, null);
  }

  public Kind kind() {
    return kind;
  }

  /** What the request needs; null for {@link Kind#BASE}. */
  public @Nullable Access access() {
    return access;
  }

  /** The caller's own credentials, whoever signs. */
  public BaseIdentity base() {
    return base;
  }

  /** Whose credentials sign; null for all but {@link Kind#VENDED}. */
  public @Nullable VendedCredentials credentials() {
    return cached == null ? null : cached.credentials();
  }

  @Nullable CachedCredentials cached() {
    return cached;
  }
}
