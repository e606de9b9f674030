package io.github.s3agrants.emulator.error;

/** Error codes with their HTTP status, as the S3, S3 Control and STS API references list them. */
public enum AwsError {
  ACCESS_DENIED(403, "AccessDenied"),
  INVALID_ACCESS_KEY_ID(403, "InvalidAccessKeyId"),
  SIGNATURE_DOES_NOT_MATCH(403, "SignatureDoesNotMatch"),
  REQUEST_TIME_TOO_SKEWED(403, "RequestTimeTooSkewed"),
  INVALID_TOKEN(400, "InvalidToken"),
  EXPIRED_TOKEN(400, "ExpiredToken"),
  AUTHORIZATION_HEADER_MALFORMED(400, "AuthorizationHeaderMalformed"),
  CONTENT_SHA256_MISMATCH(400, "XAmzContentSHA256Mismatch"),

  INVALID_REQUEST(400, "InvalidRequest"),
  INVALID_URI(400, "InvalidURI"),
  MALFORMED_XML(400, "MalformedXML"),
  INCOMPLETE_BODY(400, "IncompleteBody"),
  REQUEST_TOO_LARGE(413, "RequestEntityTooLarge"),
  METHOD_NOT_ALLOWED(405, "MethodNotAllowed"),
  NO_SUCH_UPLOAD(404, "NoSuchUpload"),
  NO_SUCH_RESOURCE(404, "NoSuchResource"),
  INVALID_ACTION(400, "InvalidAction"),
  INTERNAL_ERROR(500, "InternalError"),

  ACCESS_GRANTS_INSTANCE_NOT_EXISTS(404, "AccessGrantsInstanceNotExistsError"),
  ACCESS_GRANTS_INSTANCE_ALREADY_EXISTS(409, "AccessGrantsInstanceAlreadyExists"),
  NO_SUCH_ACCESS_GRANTS_LOCATION(404, "NoSuchAccessGrantsLocationError"),
  ACCESS_GRANTS_LOCATION_ALREADY_EXISTS(409, "AccessGrantsLocationAlreadyExistsError"),
  NO_SUCH_ACCESS_GRANT(404, "NoSuchAccessGrantError"),
  ACCESS_GRANT_ALREADY_EXISTS(409, "AccessGrantAlreadyExists");

  private final int status;
  private final String code;

  AwsError(int status, String code) {
    this.status = status;
    this.code = code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The code on the wire. */
  public String code() {
    return code;
  }
}
