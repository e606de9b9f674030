package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.ChunkSignatures;
import io.github.s3agrants.emulator.store.Checksum;
import io.github.s3agrants.emulator.store.ContentBuffer;
import io.github.s3agrants.emulator.store.ETag;
import io.github.s3agrants.emulator.store.Hasher;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request, and verifies all that the request says about it: length, signatures,
 * SHA-256, MD5 and checksum.
 */
final class BodyReader {
  /** What a document may have at most. */
  static final long MAX_DOCUMENT = 8L * 1024 * 1024;

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html
  private static final long MAX_OBJECT = 5L * 1024 * 1024 * 1024;

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final String STREAMING = "STREAMING-";
  private static final String STREAMING_UNSIGNED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final String STREAMING_SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  private static final String STREAMING_SIGNED_TRAILER =
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
  private static final int MD5_BYTES = 16;

  private final Call call;
  private final String declared;

  private BodyReader(Call call) throws AwsException {
    this.call = call;
    String sent = call.header("x-amz-content-sha256");
    this.declared = sent == null ? UNSIGNED : sent;
    if (!declared.equals(UNSIGNED)
        && !declared.equals(STREAMING_UNSIGNED)
        && !declared.equals(STREAMING_SIGNED)
        && !declared.equals(STREAMING_SIGNED_TRAILER)
        && !SHA256.matcher(declared).matches()) {
      throw new AwsException(
          AwsError.INVALID_ARGUMENT,
          "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, one of the STREAMING- values, or a valid"
              + " sha256 value.");
    }
  }

  /** Reads an object or a part, whose length must have been sent. */
  static Body object(Call call) throws IOException, AwsException {
    BodyReader reader = new BodyReader(call);
    long length = reader.length();
    if (length < 0) {
      throw new AwsException(
          AwsError.MISSING_CONTENT_LENGTH, "You must provide the Content-Length HTTP header.");
    }
    if (length > MAX_OBJECT) {
      throw new AwsException(
          AwsError.ENTITY_TOO_LARGE,
          "Your proposed upload exceeds the maximum allowed object size.");
    }
    ContentBuffer content = new ContentBuffer(length);
    Hasher md5 = Hasher.of("MD5");
    Checksum checksum = reader.read(content, md5, length, SentChecksum.of(call));
    return new Body(content.toContent(), ETag.ofMd5(md5.finish()), checksum);
  }

  /**
   * Reads a document.
   *
   * @throws AwsException RequestEntityTooLarge, among others
   */
  static byte[] document(Call call, long most) throws IOException, AwsException {
    return document(call, most, SentChecksum.of(call));
  }

  /** Reads the body of CompleteMultipartUpload. The checksum in its headers is the object's. */
  static byte[] completion(Call call) throws IOException, AwsException {
    return document(call, MAX_DOCUMENT, SentChecksum.NONE);
  }

  private static byte[] document(Call call, long most, SentChecksum checksum)
      throws IOException, AwsException {
    BodyReader reader = new BodyReader(call);
    long length = reader.length();
    if (length > most) {
      throw tooLarge(most);
    }
    Bounded document = new Bounded(most);
    Checksum unused = reader.read(document, Hasher.of("MD5"), length, checksum);
    if (document.exceeded) {
      throw tooLarge(most);
    }
    return document.bytes.toByteArray();
  }

  private static AwsException tooLarge(long most) {
    return new AwsException(
        AwsError.REQUEST_TOO_LARGE, "The body may have at most " + most + " bytes");
  }

  private boolean isChunked() {
    return declared.startsWith(STREAMING);
  }

  /** The length of the content; negative if it was not sent. */
  private long length() throws AwsException {
    String sent = call.header(isChunked() ? "x-amz-decoded-content-length" : "content-length");
    if (sent == null) {
      return -1;
    }
    try {
      long length = Long.parseLong(sent.strip());
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new AwsException(AwsError.INVALID_ARGUMENT, "The length of the body is not a number");
  }

  /** Reads the content into a sink. MD5 and SHA-256 see it too. */
  private @Nullable Checksum read(OutputStream sink, Hasher md5, long length, SentChecksum sent)
      throws IOException, AwsException {
    byte[] sentMd5 = sentMd5();
    Hasher sha256 = SHA256.matcher(declared).matches() ? Hasher.of("SHA-256") : null;
    Hasher ownMd5 = sentMd5 == null ? null : Hasher.of("MD5");
    Tee tee = new Tee(sink, md5, ownMd5, sha256, sent.hasher());
    Map<String, String> trailer = Map.of();
    if (isChunked()) {
      Optional<ChunkSignatures> signatures =
          declared.equals(STREAMING_UNSIGNED) ? Optional.empty() : call.chunks();
      trailer =
          new AwsChunked(
                  new BufferedInputStream(call.http().body()),
                  signatures,
                  length < 0 ? Long.MAX_VALUE : length)
              .writeTo(tee);
    } else {
      copy(call.http().body(), tee, length);
    }
    if (length >= 0 && tee.length != length) {
      throw AwsChunked.otherLength();
    }
    if (sha256 != null && !HexFormat.of().formatHex(sha256.finish()).equals(declared)) {
      throw new AwsException(
          AwsError.CONTENT_SHA256_MISMATCH,
          "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
    if (ownMd5 != null && !MessageDigest.isEqual(ownMd5.finish(), sentMd5)) {
      throw new AwsException(
          AwsError.BAD_DIGEST, "The Content-MD5 you specified did not match what we received.");
    }
    return sent.verified(trailer).orElse(null);
  }

  /** Stops as soon as there is more than the length, if it is not negative. */
  private static void copy(InputStream in, Tee out, long length) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    int read = in.read(buffer);
    while (read >= 0 && (length < 0 || out.length <= length)) {
      out.write(buffer, 0, read);
      read = in.read(buffer);
    }
  }

  private byte @Nullable [] sentMd5() throws AwsException {
    String sent = call.header("content-md5");
    if (sent == null) {
      return null;
    }
    try {
      byte[] md5 = Base64.getDecoder().decode(sent.strip());
      if (md5.length == MD5_BYTES) {
        return md5;
      }
    } catch (IllegalArgumentException e) {
      // Reported below.
    }
    throw new AwsException(AwsError.INVALID_DIGEST, "The Content-MD5 you specified was invalid.");
  }

  /** Writes to all, and counts. */
  private static final class Tee extends OutputStream {
    private final OutputStream[] sinks;
    private long length;

    private Tee(@Nullable OutputStream... sinks) {
      this.sinks = Arrays.stream(sinks).filter(sink -> sink != null).toArray(OutputStream[]::new);
    }

    @Override
    public void write(int oneByte) throws IOException {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      length += count;
      for (OutputStream sink : sinks) {
        sink.write(bytes, offset, count);
      }
    }
  }

  /** Keeps no more than the most, however much comes. */
  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final long most;
    private boolean exceeded;

    private Bounded(long most) {
      this.most = most;
    }

    @Override
    public void write(int oneByte) {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int count) {
      exceeded |= bytes.size() + (long) count > most;
      if (!exceeded) {
        bytes.write(buffer, offset, count);
      }
    }
  }
}
