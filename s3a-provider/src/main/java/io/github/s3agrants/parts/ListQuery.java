package io.github.s3agrants.parts;

import io.github.s3agrants.credentials.KeyOrder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/** What a list is about, whichever version of the API it uses. Immutable. */
final class ListQuery {
  /** The most entries of one page (API_ListObjectsV2). */
  private static final int MOST_KEYS = 1000;

  private final ListObjectsV2Request template;
  private final String prefix;
  private final String delimiter;
  private final int maxKeys;
  private final String after;
  private final boolean afterPrefix;

  private ListQuery(ListObjectsV2Request template, @Nullable String after, boolean resumed) {
    this.template = template;
    this.prefix = orEmpty(template.prefix());
    this.delimiter = orEmpty(template.delimiter());
    this.maxKeys = template.maxKeys() == null ? MOST_KEYS : Math.min(template.maxKeys(), MOST_KEYS);
    this.after = orEmpty(after);
    this.afterPrefix = resumed && this.after.equals(commonPrefixOf(this.after));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /**
   * A list of version 2.
   *
   * @param request without a continuation token
   * @param resumed whether {@code startAfter} is the last entry of the page before
   */
  static ListQuery of(ListObjectsV2Request request, boolean resumed) {
    return new ListQuery(request, request.startAfter(), resumed);
  }

  /** A list of version 1. Its marker is the last entry of the page before. */
  static ListQuery of(ListObjectsRequest request) {
    ListObjectsV2Request.Builder template =
        ListObjectsV2Request.builder()
            .bucket(request.bucket())
            .prefix(request.prefix())
            .delimiter(request.delimiter())
            .maxKeys(request.maxKeys())
            .requestPayer(request.requestPayer())
            .expectedBucketOwner(request.expectedBucketOwner());
    request.overrideConfiguration().ifPresent(template::overrideConfiguration);
    return new ListQuery(template.build(), request.marker(), true);
  }

  /** A request with everything of the original one that is to be in each of its parts. */
  ListObjectsV2Request template() {
    return template;
  }

  String prefix() {
    return prefix;
  }

  String delimiter() {
    return delimiter;
  }

  /** How many entries a page may have. */
  int maxKeys() {
    return maxKeys;
  }

  /** The key after which the list begins; empty if it begins with the first. */
  String after() {
    return after;
  }

  /** The common prefix that a key is part of; null if the key is listed itself. */
  @Nullable String commonPrefixOf(String key) {
    if (delimiter.isEmpty() || !key.startsWith(prefix)) {
      return null;
    }
    int end = key.indexOf(delimiter, prefix.length());
    return end < 0 ? null : key.substring(0, end + delimiter.length());
  }

  /** Whether a key, or a common prefix that was a page's last entry, comes before the list. */
  boolean isPast(String key) {
    return !after.isEmpty()
        && (KeyOrder.compare(key, after) <= 0 || (afterPrefix && key.startsWith(after)));
  }

  /** Whether all keys with a prefix come before the list. */
  boolean isAllPast(String keys) {
    return !after.isEmpty()
        && ((afterPrefix && keys.startsWith(after))
            || (KeyOrder.compare(keys, after) < 0 && !after.startsWith(keys)));
  }
}
