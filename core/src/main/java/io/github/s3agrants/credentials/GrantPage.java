package io.github.s3agrants.credentials;

import java.util.List;
import java.util.Optional;

/** A page of the caller's grants. Immutable. */
public final class GrantPage {
  private final List<CallerGrant> grants;
  private final Optional<String> next;

  /**
   * A page.
   *
   * @param next the token of the next page; empty if this is the last one
   */
  public GrantPage(List<CallerGrant> grants, Optional<String> next) {
    this.grants = List.copyOf(grants);
    this.next = next;
  }

  public List<CallerGrant> grants() {
    return grants;
  }

  public Optional<String> next() {
    return next;
  }
}
