package io.github.s3agrants.vending;

import io.github.s3agrants.grants.Grant;
import java.util.Optional;

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

  static final Decision BASE = new Decision(Kind.BASE, Optional.empty());
  static final Decision NOT_FOUND = new Decision(Kind.NOT_FOUND, Optional.empty());

  private final Kind kind;
  private final Optional<Grant> grant;

  private Decision(Kind kind, Optional<Grant> grant) {
    this.kind = kind;
    this.grant = grant;
  }

  static Decision vended(Grant grant) {
    return new Decision(Kind.VENDED, Optional.of(grant));
  }

  public Kind kind() {
    return kind;
  }

  /** Present for {@link Kind#VENDED} alone. */
  public Optional<Grant> grant() {
    return grant;
  }
}
