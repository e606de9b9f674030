package io.github.s3agrants.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.ListPage;
import io.github.s3agrants.emulator.store.ListQuery;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.net.URLEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that all listings have. Immutable.
 *
 * @param prefix empty: all keys
 * @param delimiter empty: none
 * @param most the greatest number of entries
 * @param encoded true if keys are URL-encoded in the answer
 */
record ListParameters(String prefix, String delimiter, int most, boolean encoded) {
  private static final int MAX = 1000;

  /**
   * Reads them.
   *
   * @param maximum the parameter with the greatest number of entries
   * @throws AwsException InvalidArgument
   */
  static ListParameters of(Call call, String maximum) throws AwsException {
    String encoding = call.parameter("encoding-type");
    if (encoding != null && !encoding.equals("url")) {
      throw invalid("Invalid Encoding Method specified in Request");
    }
    return new ListParameters(
        call.wanted().parameters().getOrDefault("prefix", ""),
        call.wanted().parameters().getOrDefault("delimiter", ""),
        Math.min(MAX, call.number(maximum, MAX, 0, Integer.MAX_VALUE)),
        encoding != null);
  }

  /** A query that starts after a marker; null or empty: at the beginning. */
  ListQuery after(@Nullable String marker, @Nullable String id) {
    boolean none = marker == null || marker.isEmpty();
    return new ListQuery(prefix, delimiter, none ? null : marker, none ? null : id, most);
  }

  /** A key, as the answer has it. */
  String encode(String key) {
    return encoded ? URLEncoder.encode(key, UTF_8).replace("%2F", "/") : key;
  }

  /** An element with a key. Null if there is none. */
  @Nullable XmlElement key(String name, @Nullable String key) {
    return key == null ? null : XmlElement.of(name, encode(key));
  }

  @Nullable XmlElement delimiterElement() {
    return delimiter.isEmpty() ? null : key("Delimiter", delimiter);
  }

  @Nullable XmlElement encodingElement() {
    return encoded ? XmlElement.of("EncodingType", "url") : null;
  }

  /** Adds the common prefixes of a page, which follow its other entries. */
  <T> void addCommonPrefixes(ListPage<T> page, List<@Nullable XmlElement> document) {
    for (ListPage.Entry<T> entry : page.entries()) {
      if (entry.isCommonPrefix()) {
        document.add(
            XmlElement.of("CommonPrefixes", XmlElement.of("Prefix", encode(entry.name()))));
      }
    }
  }

  static AwsException invalid(String message) {
    return new AwsException(AwsError.INVALID_ARGUMENT, message);
  }
}
