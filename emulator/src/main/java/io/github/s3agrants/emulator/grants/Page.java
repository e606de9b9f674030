package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.error.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items the items in order
 * @param nextToken the token of the next page; null if this is the last one
 */
public record Page<T>(List<T> items, @Nullable String nextToken) {
  private static final int MAX_RESULTS = 1000;

  public Page {
    items = List.copyOf(items);
  }

  /**
   * The requested page.
   *
   * @param nextToken the token from the previous page; null for the first page
   * @param maxResults 0 to 1000; 0 and null stand for the service's default, which is 1000
   */
  public record Request(@Nullable String nextToken, @Nullable String maxResults) {}

  /**
   * A page of at most the requested size. A token is the number of the last item, in hexadecimal.
   */
  static <T, R> Page<R> of(
      Request request,
      NavigableMap<Long, T> all,
      Predicate<? super T> filter,
      Function<? super T, R> view)
      throws AwsException {
    String limit = request.maxResults();
    int asked = limit == null ? 0 : FieldValidation.number(limit, "MaxResults", 0, MAX_RESULTS);
    int most = asked == 0 ? MAX_RESULTS : asked;
    List<R> items = new ArrayList<>();
    long last = after(request.nextToken());
    for (Map.Entry<Long, T> item : all.tailMap(last, false).entrySet()) {
      if (filter.test(item.getValue())) {
        if (items.size() == most) {
          return new Page<>(items, Long.toHexString(last));
        }
        items.add(view.apply(item.getValue()));
        last = item.getKey();
      }
    }
    return new Page<>(items, null);
  }

  private static long after(@Nullable String token) throws AwsException {
    if (token == null) {
      return 0;
    }
    try {
      return Long.parseUnsignedLong(token, 16);
    } catch (NumberFormatException e) {
      throw FieldValidation.invalid("NextToken", "is not a token of this list");
    }
  }
}
