package io.github.s3agrants.emulator.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates requests. Thread-safe.
 *
 * <p>It uses two clocks. Clients sign with the machine's time, so the age of a signature is
 * measured by the machine's clock. The emulator's own clock decides whether credentials have
 * expired.
 */
public final class Authenticator {
  private static final Duration MAX_SKEW = Duration.ofMinutes(15);
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final CredentialRegistry credentials;
  private final Clock clock;
  private final Clock signingClock;

  /**
   * Creates an authenticator.
   *
   * @param clock decides whether credentials have expired
   * @param signingClock measures the age of signatures
   */
  public Authenticator(CredentialRegistry credentials, Clock clock, Clock signingClock) {
    this.credentials = credentials;
    this.clock = clock;
    this.signingClock = signingClock;
  }

  /**
   * Verifies key, signature, session token and expiration, in this order.
   *
   * @param service the signing name that the request must be signed for
   * @param payloadHash the hash that the signature covers
   * @throws AwsException for the first check that fails
   */
  public Credential authenticate(
      SignedRequest request, Authorization authorization, String service, String payloadHash)
      throws AwsException {
    String timestamp = checkScope(request, authorization, service);
    checkSignedHeaders(request, authorization);
    Credential credential =
        credentials
            .find(authorization.accessKeyId())
            .orElseThrow(
                () ->
                    new AwsException(
                        AwsError.INVALID_ACCESS_KEY_ID,
                        "The AWS Access Key Id you provided does not exist in our records."));
    String expected =
        SignatureV4.sign(request, authorization, timestamp, payloadHash, credential.secretKey());
    if (!SignatureV4.sameSignature(expected, authorization.signature())) {
      throw new AwsException(
          AwsError.SIGNATURE_DOES_NOT_MATCH,
          "The request signature we calculated does not match the signature you provided.");
    }
    checkToken(
        credential,
        authorization.presigned() == null
            ? request.header("x-amz-security-token")
            : authorization.presigned().token());
    return credential;
  }

  private String checkScope(SignedRequest request, Authorization authorization, String service)
      throws AwsException {
    if (!authorization.service().equals(service)) {
      throw new AwsException(
          AwsError.AUTHORIZATION_HEADER_MALFORMED,
          "The service '" + authorization.service() + "' is wrong; expecting '" + service + "'");
    }
    Authorization.Presigned presigned = authorization.presigned();
    String timestamp = presigned == null ? request.header("x-amz-date") : presigned.timestamp();
    Instant signed = timestamp == null ? null : instant(timestamp);
    if (timestamp == null || signed == null || !timestamp.startsWith(authorization.date())) {
      throw new AwsException(
          AwsError.ACCESS_DENIED,
          "AWS authentication requires a valid x-amz-date header of the credential's day");
    }
    checkAge(signed, presigned == null ? null : presigned.life());
    return timestamp;
  }

  /**
   * Checks the age of a signature.
   *
   * @param life how long a presigned URL can be used; null for a signature in a header
   */
  private void checkAge(Instant signed, @Nullable Duration life) throws AwsException {
    Duration age = Duration.between(signed, signingClock.instant());
    if (life == null) {
      if (age.abs().compareTo(MAX_SKEW) > 0) {
        throw new AwsException(
            AwsError.REQUEST_TIME_TOO_SKEWED,
            "The difference between the request time and the server's time is too large.");
      }
    } else if (age.compareTo(life) > 0) {
      throw new AwsException(AwsError.ACCESS_DENIED, "Request has expired");
    } else if (age.negated().compareTo(MAX_SKEW) > 0) {
      throw new AwsException(AwsError.ACCESS_DENIED, "Request is not yet valid");
    }
  }

  private static @Nullable Instant instant(String timestamp) {
    try {
      return TIMESTAMP.parse(timestamp, Instant::from);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * Requires that all x-amz- headers are signed, as S3 does. Anybody could have added an unsigned
   * one.
   */
  private static void checkSignedHeaders(SignedRequest request, Authorization authorization)
      throws AwsException {
    boolean allSigned =
        authorization.signedHeaders().contains("host")
            && request.headers().keySet().stream()
                .filter(name -> name.startsWith("x-amz-"))
                .allMatch(authorization.signedHeaders()::contains);
    if (!allSigned) {
      throw new AwsException(
          AwsError.ACCESS_DENIED,
          "There were headers present in the request which were not signed");
    }
  }

  private void checkToken(Credential credential, @Nullable String token) throws AwsException {
    String own = credential.sessionToken();
    if (own != null && token == null) {
      // S3 treats a temporary access key without its token as unknown.
      throw new AwsException(
          AwsError.INVALID_ACCESS_KEY_ID,
          "The AWS Access Key Id you provided does not exist in our records.");
    }
    if (token != null
        && (own == null || !MessageDigest.isEqual(own.getBytes(UTF_8), token.getBytes(UTF_8)))) {
      throw new AwsException(
          AwsError.INVALID_TOKEN, "The provided token is malformed or otherwise invalid.");
    }
    Instant expiration = credential.expiration();
    if (expiration != null && !clock.instant().isBefore(expiration)) {
      throw new AwsException(AwsError.EXPIRED_TOKEN, "The provided token has expired.");
    }
  }
}
