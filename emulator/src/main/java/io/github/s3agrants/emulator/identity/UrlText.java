package io.github.s3agrants.emulator.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * URL encoding and decoding. Everything that looks at a request uses these methods, so that all
 * parts agree.
 */
public final class UrlText {
  private static final String HEX = "0123456789ABCDEF";

  /** A decoded query parameter; the value is empty if none was sent. */
  public record Parameter(String name, String value) {}

  private UrlText() {}

  /**
   * Decodes percent-encoded UTF-8. A plain {@code +} is a space, also in paths, as in S3.
   *
   * @throws IllegalArgumentException for a {@code %} that is not followed by two hexadecimal digits
   */
  public static String decode(String encoded) {
    return URLDecoder.decode(encoded, UTF_8);
  }

  /**
   * The parameters of a query string, in order.
   *
   * @throws IllegalArgumentException as {@link #decode}
   */
  public static List<Parameter> query(String rawQuery) {
    List<Parameter> parameters = new ArrayList<>();
    for (String pair : rawQuery.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        parameters.add(
            equals < 0
                ? new Parameter(decode(pair), "")
                : new Parameter(
                    decode(pair.substring(0, equals)), decode(pair.substring(equals + 1))));
      }
    }
    return List.copyOf(parameters);
  }

  /**
   * Normalizes the encoding of a path. Clients differ: the Java SDK with Apache's client sends
   * {@code /%2F} for {@code //} and signs {@code //}.
   *
   * @throws IllegalArgumentException as {@link #decode}
   */
  public static String normalizePath(String encoded) {
    return encodePath(decode(encoded));
  }

  /** Encodes everything except the unreserved characters of RFC 3986, as signatures require. */
  static String encode(String text) {
    return encode(text, false);
  }

  /** Like {@link #encode}, but keeps {@code /}. */
  public static String encodePath(String text) {
    return encode(text, true);
  }

  private static String encode(String text, boolean keepSlash) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      if (isUnreserved(c) || (keepSlash && c == '/')) {
        out.append(c);
      } else {
        out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
      }
    }
    return out.toString();
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }
}
