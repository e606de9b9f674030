package io.github.s3agrants.emulator.http;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ProtocolException;

/**
 * What a request line asks for.
 *
 * @param authority host and port, if it is a URL; empty if it is a path
 * @param rawPath the path, still encoded
 * @param rawQuery the query, still encoded; empty if there is none
 */
record RequestTarget(String authority, String rawPath, String rawQuery) {
  /** As a client sends it to a proxy. */
  private static final Pattern URL =
      Pattern.compile("https?://([^/?#]*)(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /**
   * Splits the target, and changes nothing else about it: it may have two slashes at its start, or
   * be no valid URI.
   *
   * @throws ProtocolException if it is neither a path nor the URL of one
   */
  static RequestTarget of(String target) throws ProtocolException {
    String path = target;
    String authority = "";
    if (!path.startsWith("/")) {
      Matcher url = URL.matcher(path);
      if (!url.matches()) {
        throw new ProtocolException("The request line names neither a path nor an http URL");
      }
      authority = url.group(1);
      path = url.group(2).startsWith("/") ? url.group(2) : "/" + url.group(2);
    }
    int question = path.indexOf('?');
    return question < 0
        ? new RequestTarget(authority, ascii(path), "")
        : new RequestTarget(
            authority, ascii(path.substring(0, question)), ascii(path.substring(question + 1)));
  }

  /** Encodes the bytes that clients should have encoded, which does not change what they mean. */
  private static String ascii(String raw) throws ProtocolException {
    StringBuilder text = new StringBuilder(raw.length());
    for (byte b : raw.getBytes(StandardCharsets.ISO_8859_1)) {
      if (b >= 0 && (b <= ' ' || b == 0x7f)) {
        throw new ProtocolException("The request line has a space or a control character in it");
      }
      if (b < 0) {
        text.append(String.format("%%%02X", b));
      } else {
        text.append((char) b);
      }
    }
    return text.toString();
  }
}
