package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import org.jspecify.annotations.Nullable;

/** The decision on a request: which credentials sign it, or that it is not sent. Immutable. */
public final class Decision {
  /** How the request is handled. */
  public enum Kind {
    /** The request is signed with vended credentials. */
    VENDED,
    /** The request is signed with the caller's own credentials. */
    BASE,
    /** The request is answered "not found" and not sent. */
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
    if (base.isMarker()) {
      throw new IllegalStateException("A marker signs nothing");
    }
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

  /** The caller's own credentials, whichever credentials sign. */
  public BaseIdentity base() {
    return base;
  }

  /** The vended credentials that sign the request; null unless it is {@link Kind#VENDED}. */
  public @Nullable VendedCredentials credentials() {
    return cached == null ? null : cached.credentials();
  }

  @Nullable CachedCredentials cached() {
    return cached;
  }
}
