package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.BatchKeys;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.KnownGrants;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two grants of a caller that is refused a copy: one permits reading its source, another one
 * permits writing its destination. They do not help, since one request is signed with the
 * credentials of one grant. Immutable.
 */
public final class GrantsApart {
  private final CallerGrant source;
  private final CallerGrant destination;
  private final S3Path ancestor;

  private GrantsApart(CallerGrant source, CallerGrant destination, S3Path ancestor) {
    this.source = requireNonNull(source, "source");
    this.destination = requireNonNull(destination, "destination");
    this.ancestor = requireNonNull(ancestor, "ancestor");
  }

  /**
   * The grants that a refused access would need to be one. Empty if it is no copy, if there are no
   * such grants, or if both are of READWRITE, so that it is their scopes that are too narrow.
   */
  static Optional<GrantsApart> of(KnownGrants grants, Access access) {
    if (access.permission() != Permission.READWRITE || grants.permits(access)) {
      return Optional.empty();
    }
    S3Path path = access.path();
    Optional<BatchKeys> keys = access.batchKeys();
    S3Path from = keys.map(k -> S3Path.object(path.bucket(), k.first())).orElse(path);
    S3Path to = keys.map(k -> S3Path.object(path.bucket(), k.last())).orElse(path);
    return grants
        .closest(from, Permission.READ)
        .flatMap(
            source ->
                grants
                    .closest(to, Permission.WRITE)
                    .map(destination -> new GrantsApart(source, destination, path)))
        .filter(apart -> !apart.areOfBoth());
  }

  private boolean areOfBoth() {
    return source.permission() == Permission.READWRITE
        && destination.permission() == Permission.READWRITE;
  }

  /** The grant that permits reading the source. */
  public CallerGrant source() {
    return source;
  }

  /** The grant that permits writing the destination. */
  public CallerGrant destination() {
    return destination;
  }

  /**
   * What both grants cover, if that includes the source and the destination. READWRITE on it gives
   * the caller nothing that they do not have, and serves all renames there.
   */
  public Optional<S3Path> common() {
    return Stream.of(source.scope(), destination.scope())
        .filter(scope -> source.scope().covers(scope) && destination.scope().covers(scope))
        .filter(scope -> scope.covers(ancestor))
        .findFirst();
  }
}
