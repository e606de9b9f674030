package io.github.s3agrants.parts;

import io.github.s3agrants.access.S3Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Finds out whether something exists below a path that is above grants. */
final class Existence {
  /**
   * In how many scopes it is looked for, each with a request of its own. A directory that has so
   * many grants below it, and nothing in the first of them, is taken for empty.
   */
  static final int MOST_SCOPES = 100;

  /** The most entries that a list has which only asks whether something exists. */
  static final int MOST_KEYS = 2;

  private Existence() {}

  /** Whether a list only asks whether something exists, so that one entry answers it. */
  static boolean isAskedBy(ListQuery query) {
    return query.maxKeys() <= MOST_KEYS && query.after().isEmpty();
  }

  /**
   * A page with one entry; empty if nothing was found.
   *
   * @throws SdkException if a request failed for another reason than that nothing is there, or that
   *     the caller may not read it
   */
  static Optional<ListPage> look(ListQuery query, List<S3Path> scopes, PartRequests parts) {
    return scopes.stream()
        .filter(scope -> scope.key().startsWith(query.prefix()))
        .limit(MOST_SCOPES)
        .map(scope -> first(scope, parts))
        .flatMap(Optional::stream)
        .findFirst()
        .map(object -> new ListPage(List.of(shown(object, query)), false));
  }

  private static ListEntry shown(S3Object object, ListQuery query) {
    String commonPrefix = query.commonPrefixOf(object.key());
    return commonPrefix == null ? ListEntry.of(object) : ListEntry.commonPrefix(commonPrefix);
  }

  private static Optional<S3Object> first(S3Path scope, PartRequests parts) {
    try {
      return parts.first(scope);
    } catch (SdkException e) {
      if (PartRequests.isNothing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
