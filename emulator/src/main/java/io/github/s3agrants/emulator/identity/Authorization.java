package io.github.s3agrants.emulator.identity;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A signature of Version 4: what the Authorization header says, or the query of a presigned URL.
 *
 * @param accessKeyId the signer's access key ID
 * @param date the day of the credential scope, {@code yyyyMMdd}
 * @param region the Region of the credential scope
 * @param service the signing name of the service
 * @param signedHeaders lower-case names in the order sent
 * @param signature lower-case hexadecimal
 * @param presigned what only a presigned URL has; null for a header
 */
public record Authorization(
    String accessKeyId,
    String date,
    String region,
    String service,
    List<String> signedHeaders,
    String signature,
    @Nullable Presigned presigned) {

  /**
   * What a presigned URL has in its query.
   *
   * @param timestamp when it was signed, as sent
   * @param life how long it can be used from then on
   * @param token the session token; null if there is none
   */
  public record Presigned(String timestamp, Duration life, @Nullable String token) {
    /** Omits the token. */
    @Override
    public String toString() {
      return "Presigned[timestamp=" + timestamp + ", life=" + life + "]";
    }
  }

  static final String SIGNATURE = "X-Amz-Signature";

  private static final String ALGORITHM = "X-Amz-Algorithm";
  private static final String CREDENTIAL = "X-Amz-Credential";
  private static final String DATE = "X-Amz-Date";
  private static final String EXPIRES = "X-Amz-Expires";
  private static final String SIGNED_HEADERS = "X-Amz-SignedHeaders";
  private static final String TOKEN = "X-Amz-Security-Token";
  private static final List<String> PRESIGNED =
      List.of(ALGORITHM, CREDENTIAL, DATE, EXPIRES, SIGNED_HEADERS, TOKEN, SIGNATURE);

  /** Those of Version 2, which is refused. */
  private static final List<String> VERSION_2 = List.of("AWSAccessKeyId", "Signature");

  private static final long MAX_LIFE_SECONDS = Duration.ofDays(7).toSeconds();

  private static final int MAX_LENGTH = 8192;
  private static final Pattern FORM =
      Pattern.compile(
          "AWS4-HMAC-SHA256 +Credential=(\\w+)/(\\d{8})/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request *,"
              + " *SignedHeaders=([a-z0-9._;-]+) *, *Signature=([0-9a-f]{64})");

  public Authorization {
    signedHeaders = List.copyOf(signedHeaders);
  }

  /** A signature in a header. */
  public Authorization(
      String accessKeyId,
      String date,
      String region,
      String service,
      List<String> signedHeaders,
      String signature) {
    this(accessKeyId, date, region, service, signedHeaders, signature, null);
  }

  /**
   * How a request is signed: in its header or, as a presigned URL, in its query.
   *
   * @return empty if nobody signed it: an anonymous request
   * @throws AwsException if there is a signature of another kind or form, or two
   */
  public static Optional<Authorization> of(SignedRequest request) throws AwsException {
    String header = request.header("authorization");
    Map<String, String> query = parameters(request.rawQuery());
    if (query.keySet().stream().noneMatch(Authorization::signs)) {
      return header == null ? Optional.empty() : Optional.of(parse(header));
    }
    if (header != null) {
      throw new AwsException(
          AwsError.INVALID_ARGUMENT,
          "A request is signed either in its Authorization header or in its query, not in both");
    }
    // Both versions have the session token there.
    if (query.keySet().stream().anyMatch(VERSION_2::contains) && !query.containsKey(SIGNATURE)) {
      throw new AwsException(
          AwsError.NOT_SIGNED, "Presigned URLs must be signed with AWS Signature Version 4");
    }
    return Optional.of(presigned(query));
  }

  private static boolean signs(String name) {
    return isOneOf(PRESIGNED, name) || VERSION_2.contains(name);
  }

  /**
   * In any case, so that a misspelt signature is refused, and never taken for an anonymous call.
   */
  private static boolean isOneOf(List<String> names, String name) {
    return names.stream().anyMatch(name::equalsIgnoreCase);
  }

  private static Map<String, String> parameters(String rawQuery) throws AwsException {
    Map<String, String> parameters = new HashMap<>();
    try {
      for (UrlText.Parameter parameter : UrlText.query(rawQuery)) {
        if (parameters.put(parameter.name(), parameter.value()) != null
            && isOneOf(PRESIGNED, parameter.name())) {
          throw malformed(parameter.name() + " is there twice");
        }
      }
    } catch (IllegalArgumentException e) {
      throw new AwsException(AwsError.INVALID_URI, "The query cannot be decoded");
    }
    return parameters;
  }

  private static Authorization presigned(Map<String, String> query) throws AwsException {
    if (!"AWS4-HMAC-SHA256".equals(required(query, ALGORITHM))) {
      throw malformed(ALGORITHM + " must be AWS4-HMAC-SHA256");
    }
    String credential = required(query, CREDENTIAL);
    String signedHeaders = required(query, SIGNED_HEADERS);
    String signature = required(query, SIGNATURE);
    Matcher matcher =
        FORM.matcher(
            "AWS4-HMAC-SHA256 Credential="
                + credential
                + ", SignedHeaders="
                + signedHeaders
                + ", Signature="
                + signature);
    if (!matcher.matches()) {
      throw malformed(
          CREDENTIAL + ", " + SIGNED_HEADERS + " and " + SIGNATURE + " must have the usual forms");
    }
    Presigned presigned =
        new Presigned(required(query, DATE), life(required(query, EXPIRES)), query.get(TOKEN));
    return of(matcher, presigned);
  }

  private static Duration life(String seconds) throws AwsException {
    try {
      long life = Long.parseLong(seconds);
      if (life >= 1 && life <= MAX_LIFE_SECONDS) {
        return Duration.ofSeconds(life);
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw malformed(EXPIRES + " must be 1 to " + MAX_LIFE_SECONDS + " seconds");
  }

  private static String required(Map<String, String> query, String name) throws AwsException {
    String value = query.get(name);
    if (value == null || value.isEmpty()) {
      throw malformed("A presigned URL must have " + name);
    }
    return value;
  }

  private static AwsException malformed(String message) {
    return new AwsException(AwsError.AUTHORIZATION_QUERY_PARAMETERS, message);
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
    return of(matcher, null);
  }

  private static Authorization of(Matcher matcher, @Nullable Presigned presigned) {
    return new Authorization(
        matcher.group(1),
        matcher.group(2),
        matcher.group(3),
        matcher.group(4),
        List.of(matcher.group(5).split(";", -1)),
        matcher.group(6),
        presigned);
  }
}
