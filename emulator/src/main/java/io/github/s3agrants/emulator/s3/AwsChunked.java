package io.github.s3agrants.emulator.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.ChunkSignatures;
import io.github.s3agrants.emulator.store.Hasher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the content encoding {@code aws-chunked}, with and without signatures and trailer.
 *
 * <p>See <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">Signature
 * calculations for chunked uploads</a> and <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html">with
 * trailing headers</a>.
 */
final class AwsChunked {
  private static final Pattern CHUNK_HEADER =
      Pattern.compile("0*([0-9a-fA-F]{1,15})(?:;chunk-signature=([!-~]*)|;[!-~]*)?");
  private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";
  private static final int MAX_LINE = 1024;
  private static final int MAX_TRAILERS = 16;

  private final InputStream in;
  private final Optional<ChunkSignatures> signatures;
  private final byte[] buffer = new byte[16 * 1024];
  private long left;

  /**
   * Prepares to read.
   *
   * @param in buffered
   * @param signatures verifies the chunks; empty if they are not signed
   * @param most the greatest length of the content
   */
  AwsChunked(InputStream in, Optional<ChunkSignatures> signatures, long most) {
    this.in = in;
    this.signatures = signatures;
    this.left = most;
  }

  /**
   * Writes the content.
   *
   * @return the trailer, by lower-case name
   * @throws AwsException IncompleteBody, SignatureDoesNotMatch or MalformedTrailerError
   */
  Map<String, String> writeTo(OutputStream content) throws IOException, AwsException {
    while (true) {
      Matcher header = CHUNK_HEADER.matcher(line().orElseThrow(AwsChunked::incomplete));
      if (!header.matches()) {
        throw incomplete();
      }
      // Version 2 of the SDK for Go sends the whole content as one chunk.
      long length = Long.parseLong(header.group(1), 16);
      if (length > left) {
        throw otherLength();
      }
      left -= length;
      Hasher sha256 = Hasher.of("SHA-256");
      copy(length, content, sha256);
      if (signatures.isPresent()
          && !signatures.get().verifyChunk(sha256.finish(), header.group(2))) {
        throw notSigned();
      }
      if (length == 0) {
        return trailer();
      }
      if (in.read() != '\r' || in.read() != '\n') {
        throw incomplete();
      }
    }
  }

  private void copy(long length, OutputStream content, Hasher sha256)
      throws IOException, AwsException {
    long missing = length;
    while (missing > 0) {
      int read = in.read(buffer, 0, (int) Math.min(missing, buffer.length));
      if (read < 0) {
        throw incomplete();
      }
      content.write(buffer, 0, read);
      if (signatures.isPresent()) {
        sha256.write(buffer, 0, read);
      }
      missing -= read;
    }
  }

  private Map<String, String> trailer() throws IOException, AwsException {
    Map<String, String> trailer = new LinkedHashMap<>();
    StringBuilder signed = new StringBuilder();
    String signature = null;
    Optional<String> line = line();
    while (line.isPresent() && !line.get().isEmpty()) {
      int colon = line.get().indexOf(':');
      if (colon <= 0 || trailer.size() == MAX_TRAILERS) {
        throw malformedTrailer();
      }
      String name = line.get().substring(0, colon).toLowerCase(Locale.ROOT);
      String value = line.get().substring(colon + 1).strip();
      if (name.equals(TRAILER_SIGNATURE)) {
        signature = value;
      } else {
        trailer.put(name, value);
        signed.append(name).append(':').append(value).append('\n');
      }
      line = line();
    }
    if (!trailer.isEmpty()) {
      verifyTrailer(signed.toString(), signature);
    }
    return trailer;
  }

  private void verifyTrailer(String signed, @Nullable String signature) throws AwsException {
    if (signatures.isPresent()) {
      byte[] bytes = signed.getBytes(UTF_8);
      Hasher sha256 = Hasher.of("SHA-256");
      sha256.write(bytes, 0, bytes.length);
      if (!signatures.get().verifyTrailer(sha256.finish(), signature)) {
        throw notSigned();
      }
    }
  }

  /** A line without its end. Empty at the end of the body. */
  private Optional<String> line() throws IOException, AwsException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next >= 0 && next != '\n') {
      if (line.size() > MAX_LINE) {
        throw incomplete();
      }
      line.write(next);
      next = in.read();
    }
    String text = line.toString(US_ASCII);
    if (next < 0 || !text.endsWith("\r")) {
      throw incomplete();
    }
    return Optional.of(text.substring(0, text.length() - 1));
  }

  private static AwsException incomplete() {
    return new AwsException(
        AwsError.INCOMPLETE_BODY, "The aws-chunked body is incomplete or malformed");
  }

  static AwsException otherLength() {
    return new AwsException(
        AwsError.INCOMPLETE_BODY,
        "You did not provide the number of bytes specified by the Content-Length HTTP header");
  }

  static AwsException malformedTrailer() {
    return new AwsException(
        AwsError.MALFORMED_TRAILER,
        "The request contained trailing data that was not well-formed or did not conform to our"
            + " published schema.");
  }

  private static AwsException notSigned() {
    return new AwsException(
        AwsError.SIGNATURE_DOES_NOT_MATCH,
        "The request signature we calculated does not match the signature you provided.");
  }
}
