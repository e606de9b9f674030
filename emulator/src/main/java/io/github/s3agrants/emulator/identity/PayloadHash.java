package io.github.s3agrants.emulator.identity;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import org.jspecify.annotations.Nullable;

/** The payload hash that a request's signature covers. */
public final class PayloadHash {
  private static final String HEADER = "x-amz-content-sha256";
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private PayloadHash() {}

  /**
   * The hash that the request declares. The code that reads the body verifies it.
   *
   * @throws AwsException InvalidRequest if the header, which S3 requires, is missing
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
   * The same for any request to S3. If a presigned URL or an anonymous request declares nothing,
   * its payload is not signed.
   *
   * @param authorization null for an anonymous request
   */
  public static String declared(SignedRequest request, @Nullable Authorization authorization)
      throws AwsException {
    boolean required = authorization != null && authorization.presigned() == null;
    return required || request.header(HEADER) != null ? declared(request) : UNSIGNED;
  }

  /**
   * The actual hash of the body, compared with the declared one if there is one.
   *
   * @throws AwsException XAmzContentSHA256Mismatch if the two differ
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
