package io.github.s3agrants.emulator.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.io.ByteArrayOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content encoding {@code aws-chunked}. S3Proxy verifies the signatures in it.
 *
 * <p>See <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">Signature
 * calculations for chunked uploads</a>.
 */
final class AwsChunked {
  private static final Pattern CHUNK_HEADER = Pattern.compile("([0-9a-fA-F]{1,7})(;[!-~]*)?");
  private static final int MAX_HEADER = 256;

  private AwsChunked() {}

  /** The content without chunk headers and trailer. */
  static byte[] decode(byte[] encoded) throws AwsException {
    ByteArrayOutputStream content = new ByteArrayOutputStream(encoded.length);
    int position = 0;
    while (true) {
      int lineEnd = lineEnd(encoded, position);
      Matcher header =
          CHUNK_HEADER.matcher(new String(encoded, position, lineEnd - position, US_ASCII));
      if (!header.matches()) {
        throw incomplete();
      }
      int length = Integer.parseInt(header.group(1), 16);
      if (length == 0) {
        return content.toByteArray();
      }
      int start = lineEnd + 2;
      int end = start + length;
      if (end + 2 > encoded.length || encoded[end] != '\r' || encoded[end + 1] != '\n') {
        throw incomplete();
      }
      content.write(encoded, start, length);
      position = end + 2;
    }
  }

  private static int lineEnd(byte[] encoded, int from) throws AwsException {
    for (int i = from; i + 1 < encoded.length && i - from <= MAX_HEADER; i++) {
      if (encoded[i] == '\r' && encoded[i + 1] == '\n') {
        return i;
      }
    }
    throw incomplete();
  }

  private static AwsException incomplete() {
    return new AwsException(
        AwsError.INCOMPLETE_BODY, "The aws-chunked body is incomplete or malformed");
  }
}
