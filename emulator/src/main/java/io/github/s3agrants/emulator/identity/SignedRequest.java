package io.github.s3agrants.emulator.identity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The signed parts of an HTTP request, as they arrived. Immutable.
 *
 * @param method the HTTP method
 * @param rawPath the path as sent, still URL-encoded
 * @param rawQuery the query as sent, still URL-encoded; empty if there is none
 * @param headers the values of each header, by lower-case name
 */
public record SignedRequest(
    String method, String rawPath, String rawQuery, Map<String, List<String>> headers) {

  public SignedRequest {
    TreeMap<String, List<String>> copy = new TreeMap<>();
    headers.forEach((name, values) -> copy.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    headers = copy;
  }

  /** The first value of a header; null if it was not sent. */
  public @Nullable String header(String lowerCaseName) {
    List<String> values = headers.get(lowerCaseName);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  /** Omits the headers and the query, which may hold a session token. */
  @Override
  public String toString() {
    return method + " " + rawPath;
  }
}
