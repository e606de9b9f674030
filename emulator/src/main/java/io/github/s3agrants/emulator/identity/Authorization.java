package io.github.s3agrants.emulator.identity;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Authorization header of Signature Version 4.
 *
 * @param accessKeyId the signer's access key ID
 * @param date the day of the credential scope, {@code yyyyMMdd}
 * @param region the Region of the credential scope
 * @param service the signing name of the service
 * @param signedHeaders lower-case names in the order sent
 * @param signature lower-case hexadecimal
 */
public record Authorization(
    String accessKeyId,
    String date,
    String region,
    String service,
    List<String> signedHeaders,
    String signature) {

  private static final int MAX_LENGTH = 8192;
  private static final Pattern FORM =
      Pattern.compile(
          "AWS4-HMAC-SHA256 +Credential=(\\w+)/(\\d{8})/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request *,"
              + " *SignedHeaders=([a-z0-9._;-]+) *, *Signature=([0-9a-f]{64})");

  public Authorization {
    signedHeaders = List.copyOf(signedHeaders);
  }

  /**
   * Parses the header.
   *
   * @throws AwsException AccessDenied if it is missing or has another scheme (anonymous, Version
   *     2); AuthorizationHeaderMalformed if it is malformed
   */
  public static Authorization parse(@Nullable String header) throws AwsException {
    if (header == null || !header.startsWith("AWS4-HMAC-SHA256")) {
      throw new AwsException(
          AwsError.NOT_SIGNED,
          "Requests must be signed with AWS Signature Version 4 in the Authorization header");
    }
    Matcher matcher = header.length() > MAX_LENGTH ? null : FORM.matcher(header);
    if (matcher == null || !matcher.matches()) {
      throw new AwsException(
          AwsError.AUTHORIZATION_HEADER_MALFORMED, "The authorization header is malformed");
    }
    return new Authorization(
        matcher.group(1),
        matcher.group(2),
        matcher.group(3),
        matcher.group(4),
        List.of(matcher.group(5).split(";", -1)),
        matcher.group(6));
  }
}
