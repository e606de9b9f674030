package io.github.s3agrants.emulator.identity;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The signatures in a body of signed chunks, each of which covers the one before it. Used by one
 * thread.
 *
 * <p>See <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">Signature
 * calculations for chunked uploads</a>.
 */
public final class ChunkSignatures {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String EMPTY = SignatureV4.sha256(new byte[0]);

  private final byte[] key;
  private final String head;
  private String previous;

  /**
   * Starts with the signature of the request's head.
   *
   * @param timestamp that of the head
   */
  public ChunkSignatures(Authorization authorization, String timestamp, String secretKey) {
    this.key = SignatureV4.signingKey(authorization, secretKey);
    this.head =
        timestamp
            + "\n"
            + authorization.date()
            + "/"
            + authorization.region()
            + "/"
            + authorization.service()
            + "/aws4_request\n";
    this.previous = authorization.signature();
  }

  /**
   * Verifies the next chunk.
   *
   * @param sha256 of the chunk's data
   * @param signature as sent; null: none
   */
  public boolean verifyChunk(byte[] sha256, @Nullable String signature) {
    return verify("PAYLOAD", EMPTY + "\n" + HexFormat.of().formatHex(sha256), signature);
  }

  /**
   * Verifies the trailer.
   *
   * @param sha256 of its lines
   * @param signature as sent; null: none
   */
  public boolean verifyTrailer(byte[] sha256, @Nullable String signature) {
    return verify("TRAILER", HexFormat.of().formatHex(sha256), signature);
  }

  private boolean verify(String kind, String hashes, @Nullable String signature) {
    String toSign = ALGORITHM + "-" + kind + "\n" + head + previous + "\n" + hashes;
    previous = HexFormat.of().formatHex(SignatureV4.hmac(key, toSign));
    return signature != null && SignatureV4.sameSignature(previous, signature);
  }
}
