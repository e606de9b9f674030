package io.github.s3agrants.emulator.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes signatures by AWS Signature Version 4.
 *
 * <p>Written from <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create
 * a signed AWS API request</a>. S3 and S3 Control sign the path as sent; every other service
 * encodes it once more.
 */
final class SignatureV4 {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String HMAC = "HmacSHA256";

  private SignatureV4() {}

  /**
   * The expected signature of a request.
   *
   * @param payloadHash the payload hash of the canonical request: a lower-case SHA-256 or one of
   *     S3's markers
   */
  static String sign(
      SignedRequest request,
      Authorization authorization,
      String timestamp,
      String payloadHash,
      String secretKey) {
    String scope =
        authorization.date()
            + "/"
            + authorization.region()
            + "/"
            + authorization.service()
            + "/aws4_request";
    String canonical = canonicalRequest(request, authorization, payloadHash);
    String toSign =
        ALGORITHM + "\n" + timestamp + "\n" + scope + "\n" + sha256(canonical.getBytes(UTF_8));
    return HexFormat.of().formatHex(hmac(signingKey(authorization, secretKey), toSign));
  }

  static byte[] signingKey(Authorization authorization, String secretKey) {
    byte[] key = hmac(("AWS4" + secretKey).getBytes(UTF_8), authorization.date());
    key = hmac(key, authorization.region());
    key = hmac(key, authorization.service());
    return hmac(key, "aws4_request");
  }

  /** Compares in constant time. */
  static boolean sameSignature(String expected, String actual) {
    return MessageDigest.isEqual(expected.getBytes(UTF_8), actual.getBytes(UTF_8));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String canonicalRequest(
      SignedRequest request, Authorization authorization, String payloadHash) {
    StringBuilder text = new StringBuilder();
    text.append(request.method()).append('\n');
    text.append(canonicalPath(request.rawPath(), authorization.service())).append('\n');
    text.append(canonicalQuery(request.rawQuery(), authorization)).append('\n');
    for (String name : authorization.signedHeaders()) {
      text.append(name).append(':').append(canonicalValue(request, name)).append('\n');
    }
    text.append('\n');
    text.append(String.join(";", authorization.signedHeaders())).append('\n');
    return text.append(payloadHash).toString();
  }

  private static String canonicalPath(String rawPath, String service) {
    String path = rawPath.isEmpty() ? "/" : rawPath;
    return service.equals("s3") ? UrlText.normalizePath(path) : UrlText.encodePath(path);
  }

  /**
   * Sorted by name, then by value, both encoded. The signature of a presigned URL is not signed.
   */
  private static String canonicalQuery(String rawQuery, Authorization authorization) {
    return UrlText.query(rawQuery).stream()
        .filter(
            parameter ->
                authorization.presigned() == null
                    || !parameter.name().equals(Authorization.SIGNATURE))
        .map(
            parameter ->
                new UrlText.Parameter(
                    UrlText.encode(parameter.name()), UrlText.encode(parameter.value())))
        .sorted(
            Comparator.comparing(UrlText.Parameter::name).thenComparing(UrlText.Parameter::value))
        .map(parameter -> parameter.name() + "=" + parameter.value())
        .collect(Collectors.joining("&"));
  }

  private static String canonicalValue(SignedRequest request, String name) {
    return request.headers().getOrDefault(name, List.of()).stream()
        .map(value -> value.strip().replaceAll(" +", " "))
        .collect(Collectors.joining(","));
  }

  static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
