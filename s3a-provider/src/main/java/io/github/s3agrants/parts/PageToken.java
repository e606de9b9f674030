package io.github.s3agrants.parts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The continuation token of a page that was put together here. It holds the last entry of the page.
 */
final class PageToken {
  /** No token of S3 begins so: those are Base64. */
  private static final String MARKER = "s3-access-grants-after:";

  /** The longest key (user guide, "Naming Amazon S3 objects"), in bytes of UTF-8. */
  private static final int LONGEST_KEY = 1024;

  private PageToken() {}

  /** The token of a page that ends with an entry. */
  static String after(String entry) {
    return MARKER + Base64.getUrlEncoder().withoutPadding().encodeToString(entry.getBytes(UTF_8));
  }

  /** Whether a token was made here, and not by S3. */
  static boolean isOne(@Nullable String token) {
    return token != null && token.startsWith(MARKER);
  }

  /**
   * The last entry of the page that a token is of; empty if the token is not well-formed.
   *
   * @param prefix what all entries of the list begin with
   */
  static Optional<String> entry(String token, String prefix) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token.substring(MARKER.length()));
      String entry = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return bytes.length <= LONGEST_KEY && !entry.isEmpty() && entry.startsWith(prefix)
          ? Optional.of(entry)
          : Optional.empty();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
