package io.github.s3agrants.emulator.identity;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import org.jspecify.annotations.Nullable;

/** The hash of a request's body that its signature covers. */
public final class PayloadHash {
  private static final String HEADER = "x-amz-content-sha256";
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private PayloadHash() {}

  /**
   * What the request declares; whoever reads the body checks it.
   *
   * @throws AwsException InvalidRequest if it declares nothing, which S3 asks for
   */
  public static String declared(SignedRequest request) throws AwsException {
    String declared = request.header(HEADER);
    if (declared == null) {
      throw new AwsException(
          AwsError.INVALID_REQUEST, "Missing required header for this request: " + HEADER);
    }
    return declared;
  }

  /**
   * The body's own hash, after a check that it is what the request declares, if it does.
   *
   * @throws AwsException XAmzContentSHA256Mismatch if it is not
   */
  public static String checked(SignedRequest request, byte[] body) throws AwsException {
    @Nullable String declared = request.header(HEADER);
    if (UNSIGNED.equals(declared)) {
      return UNSIGNED;
    }
    String actual = SignatureV4.sha256(body);
    if (declared != null && !declared.equals(actual)) {
      throw new AwsException(
          AwsError.CONTENT_SHA256_MISMATCH,
          "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
    return actual;
  }
}
