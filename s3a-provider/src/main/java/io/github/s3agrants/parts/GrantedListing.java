package io.github.s3agrants.parts;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.KeyOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Puts together a page of a list from what several scopes hold. It is complete, or it fails. One
 * instance makes one page; not thread-safe.
 */
final class GrantedListing {
  private static final Comparator<ListEntry> IN_ORDER =
      (a, b) -> KeyOrder.compare(a.key(), b.key());

  private final S3Client client;
  private final ListQuery query;
  private final List<S3Path> scopes;
  private final PartRequests parts;

  private final List<ListEntry> entries = new ArrayList<>();
  private boolean more;

  /**
   * A page to be made.
   *
   * @param scopes in the order in which S3 lists keys; none contains another
   */
  GrantedListing(S3Client client, ListQuery query, List<S3Path> scopes) {
    this.client = client;
    this.query = query;
    this.scopes =
        scopes.stream()
            .filter(scope -> scope.key().startsWith(query.prefix()))
            .collect(Collectors.toList());
    this.parts = new PartRequests(client, query);
  }

  /**
   * Whether a page can be made of parts. A delimiter of several characters could begin in a scope's
   * prefix and end after it, where the part does not see it.
   */
  static boolean isPossible(ListQuery query) {
    return query.maxKeys() > 0 && query.delimiter().length() <= 1;
  }

  /** The page. */
  ListPage page() {
    int next = 0;
    while (next < scopes.size() && room() > 0) {
      String commonPrefix = query.commonPrefixOf(scopes.get(next).key());
      if (commonPrefix == null) {
        addAll(scopes.get(next));
        next++;
      } else {
        int end = endOf(commonPrefix, next);
        addIfAny(commonPrefix, scopes.subList(next, end));
        next = end;
      }
    }
    return new ListPage(entries, !entries.isEmpty() && (more || next < scopes.size()));
  }

  private int room() {
    return query.maxKeys() - entries.size();
  }

  /** The index after the last scope, from {@code start} on, that begins with a common prefix. */
  private int endOf(String commonPrefix, int start) {
    int end = start + 1;
    while (end < scopes.size() && scopes.get(end).key().startsWith(commonPrefix)) {
      end++;
    }
    return end;
  }

  private void addIfAny(String commonPrefix, List<S3Path> inside) {
    if (!query.isAllPast(commonPrefix)
        && inside.stream().anyMatch(scope -> parts.first(scope).isPresent())) {
      entries.add(ListEntry.commonPrefix(commonPrefix));
    }
  }

  private void addAll(S3Path scope) {
    if (!scope.isPrefix()) {
      parts.object(scope).map(ListEntry::of).ifPresent(entries::add);
      return;
    }
    if (query.isAllPast(scope.key())) {
      return;
    }
    ListObjectsV2Request request = parts.list(scope).maxKeys(room()).build();
    while (true) {
      ListObjectsV2Response answer = client.listObjectsV2(request);
      List<ListEntry> found = entriesOf(answer, scope);
      more = PartRequests.isTruncated(answer) || found.size() > room();
      entries.addAll(found.subList(0, Math.min(found.size(), room())));
      if (!more || room() == 0) {
        return;
      }
      request = PartRequests.next(request, answer).toBuilder().maxKeys(room()).build();
    }
  }

  /** What an answer holds of a scope. Anything else in it does not belong there. */
  private List<ListEntry> entriesOf(ListObjectsV2Response answer, S3Path scope) {
    List<ListEntry> found = new ArrayList<>();
    answer.contents().stream()
        .filter(object -> !query.isPast(object.key()))
        .forEach(object -> found.add(ListEntry.of(object)));
    // One that comes before the list's beginning may contain keys that do not.
    answer.commonPrefixes().stream()
        .filter(prefix -> !query.isAllPast(prefix.prefix()))
        .forEach(prefix -> found.add(ListEntry.commonPrefix(prefix.prefix())));
    found.removeIf(entry -> !entry.key().startsWith(scope.key()));
    found.sort(IN_ORDER);
    return found;
  }
}
