package io.github.s3agrants.parts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A page of a list. Its entries are in the order in which S3 lists keys. Immutable. */
final class ListPage {
  /** Nothing, and nothing after it. */
  static final ListPage EMPTY = new ListPage(List.of(), false);

  private final List<ListEntry> entries;
  private final boolean truncated;

  ListPage(List<ListEntry> entries, boolean truncated) {
    this.entries = List.copyOf(entries);
    this.truncated = truncated;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The last entry, if there may be others after it. */
  private Optional<String> last() {
    return truncated ? Optional.of(entries.get(entries.size() - 1).key()) : Optional.empty();
  }

  /** The answer to a list of version 2. */
  ListObjectsV2Response answer(ListObjectsV2Request request, ListQuery query) {
    return ListObjectsV2Response.builder()
        .name(request.bucket())
        .prefix(request.prefix())
        .delimiter(request.delimiter())
        .maxKeys(query.maxKeys())
        .startAfter(request.startAfter())
        .continuationToken(request.continuationToken())
        .contents(objects())
        .commonPrefixes(commonPrefixes())
        .keyCount(entries.size())
        .isTruncated(truncated)
        .nextContinuationToken(last().map(PageToken::after).orElse(null))
        .build();
  }

  /** The answer to a list of version 1. */
  ListObjectsResponse answer(ListObjectsRequest request, ListQuery query) {
    return ListObjectsResponse.builder()
        .name(request.bucket())
        .prefix(request.prefix())
        .delimiter(request.delimiter())
        .maxKeys(query.maxKeys())
        .marker(request.marker())
        .contents(objects())
        .commonPrefixes(commonPrefixes())
        .isTruncated(truncated)
        .nextMarker(last().orElse(null))
        .build();
  }

  private List<S3Object> objects() {
    List<S3Object> objects = new ArrayList<>();
    entries.forEach(entry -> entry.object().ifPresent(objects::add));
    return objects;
  }

  private List<CommonPrefix> commonPrefixes() {
    return entries.stream()
        .filter(entry -> entry.object().isEmpty())
        .map(entry -> CommonPrefix.builder().prefix(entry.key()).build())
        .collect(Collectors.toList());
  }

  /**
   * An answer of S3 to a request that began after the last entry of the page before, without that
   * entry: S3 shows a common prefix again, since there are keys in it after the prefix itself.
   */
  static ListObjectsV2Response continued(ListObjectsV2Response answer, ListQuery query) {
    List<S3Object> contents =
        answer.contents().stream()
            .filter(object -> !query.isPast(object.key()))
            .collect(Collectors.toList());
    List<CommonPrefix> prefixes =
        answer.commonPrefixes().stream()
            .filter(prefix -> !query.isPast(prefix.prefix()))
            .collect(Collectors.toList());
    return answer.toBuilder()
        .contents(contents)
        .commonPrefixes(prefixes)
        .keyCount((int) Stream.concat(contents.stream(), prefixes.stream()).count())
        .build();
  }
}
