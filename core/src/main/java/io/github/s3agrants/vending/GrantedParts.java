package io.github.s3agrants.vending;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.KnownGrants;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How a front end answers a request that no grant covers as a whole: by requests for parts of it,
 * each of which is decided by itself. Immutable.
 */
public final class GrantedParts {
  /** What the parts are put together to. */
  public enum Purpose {
    /**
     * A list that asks whether something exists: it does if something exists in one of the {@link
     * #readable} scopes.
     */
    EXISTENCE,
    /** A list: what is in the {@link #readable} scopes, in order, and nothing else. */
    LISTING,
    /**
     * The list of {@code k/}, where there is a grant on the object {@code k} and none below: it is
     * empty.
     */
    NOTHING_BELOW_OBJECT,
    /** A bulk delete: one for the keys of each scope, and one for those that no grant covers. */
    DELETE
  }

  private final Purpose purpose;
  private final KnownGrants grants;
  private final S3Path path;
  private final Predicate<S3Path> vended;

  GrantedParts(Purpose purpose, KnownGrants grants, S3Path path, Predicate<S3Path> vended) {
    this.purpose = purpose;
    this.grants = grants;
    this.path = path;
    this.vended = vended;
  }

  public Purpose purpose() {
    return purpose;
  }

  /**
   * The scopes below the requested path that may be read, in the order in which S3 lists keys. None
   * contains another.
   */
  public List<S3Path> readable() {
    return grants.readableBelow(path);
  }

  /** As {@link #readable}, but first come those for which there are credentials already. */
  public List<S3Path> readableVendedFirst() {
    Map<Boolean, List<S3Path>> scopes =
        readable().stream().collect(Collectors.partitioningBy(vended));
    List<S3Path> all = new ArrayList<>(scopes.getOrDefault(true, List.of()));
    all.addAll(scopes.getOrDefault(false, List.of()));
    return all;
  }

  /** The scope of the grant with which a key may be deleted; empty if no grant covers it. */
  public Optional<S3Path> writable(String key) {
    return grants
        .closest(S3Path.object(path.bucket(), key), Permission.WRITE)
        .map(CallerGrant::scope);
  }
}
