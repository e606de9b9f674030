package io.github.s3agrants.vending;

import io.github.s3agrants.grants.Grant;
import io.github.s3agrants.grants.KeptGrant;
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

  static final Decision BASE = new Decision(Kind.BASE, null);
  static final Decision NOT_FOUND = new Decision(Kind.NOT_FOUND, null);

  private final Kind kind;
  private final @Nullable KeptGrant kept;

  private Decision(Kind kind, @Nullable KeptGrant kept) {
    this.kind = kind;
    this.kept = kept;
  }

  static Decision vended(KeptGrant kept) {
    return new Decision(Kind.VENDED, kept);
  }

  public Kind kind() {
    return kind;
  }

  /** Whose credentials sign; null for all but {@link Kind#VENDED}. */
  public @Nullable Grant grant() {
    return kept == null ? null : kept.grant();
  }

  @Nullable KeptGrant kept() {
    return kept;
  }
}
