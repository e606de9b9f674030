package io.github.s3agrants.emulator.error;

/** Error codes with their HTTP status, as the S3, S3 Control and STS API references list them. */
public enum AwsError {
  ACCESS_DENIED(403, "AccessDenied"),
  NOT_SIGNED(403, "AccessDenied"),
  INVALID_ACCESS_KEY_ID(403, "InvalidAccessKeyId"),
  SIGNATURE_DOES_NOT_MATCH(403, "SignatureDoesNotMatch"),
  REQUEST_TIME_TOO_SKEWED(403, "RequestTimeTooSkewed"),
  INVALID_TOKEN(400, "InvalidToken"),
  EXPIRED_TOKEN(400, "ExpiredToken"),
  AUTHORIZATION_HEADER_MALFORMED(400, "AuthorizationHeaderMalformed"),
  AUTHORIZATION_QUERY_PARAMETERS(400, "AuthorizationQueryParametersError"),
  CONTENT_SHA256_MISMATCH(400, "XAmzContentSHA256Mismatch"),

  INVALID_REQUEST(400, "InvalidRequest"),
  INVALID_URI(400, "InvalidURI"),
  INVALID_ARGUMENT(400, "InvalidArgument"),
  INVALID_ENCRYPTION_ALGORITHM(400, "InvalidEncryptionAlgorithmError"),
  MALFORMED_XML(400, "MalformedXML"),
  MALFORMED_ACL(400, "MalformedACLError"),
  MISSING_SECURITY_HEADER(400, "MissingSecurityHeader"),
  INCOMPLETE_BODY(400, "IncompleteBody"),
  REQUEST_TOO_LARGE(413, "RequestEntityTooLarge"),
  MAX_MESSAGE_LENGTH_EXCEEDED(400, "MaxMessageLengthExceeded"),
  METHOD_NOT_ALLOWED(405, "MethodNotAllowed"),
  BAD_REQUEST(400, "BadRequest"),
  BAD_DIGEST(400, "BadDigest"),
  MALFORMED_TRAILER(400, "MalformedTrailerError"),
  INVALID_DIGEST(400, "InvalidDigest"),
  INVALID_PART(400, "InvalidPart"),
  INVALID_PART_ORDER(400, "InvalidPartOrder"),
  ENTITY_TOO_SMALL(400, "EntityTooSmall"),
  ENTITY_TOO_LARGE(400, "EntityTooLarge"),
  KEY_TOO_LONG(400, "KeyTooLongError"),
  METADATA_TOO_LARGE(400, "MetadataTooLarge"),
  INVALID_BUCKET_NAME(400, "InvalidBucketName"),
  MISSING_CONTENT_LENGTH(411, "MissingContentLength"),
  PRECONDITION_FAILED(412, "PreconditionFailed"),
  INVALID_RANGE(416, "InvalidRange"),
  INVALID_PART_NUMBER(416, "InvalidPartNumber"),
  NOT_IMPLEMENTED(501, "NotImplemented"),
  BUCKET_ALREADY_OWNED_BY_YOU(409, "BucketAlreadyOwnedByYou"),
  BUCKET_NOT_EMPTY(409, "BucketNotEmpty"),
  ILLEGAL_VERSIONING(400, "IllegalVersioningConfigurationException"),
  NO_SUCH_VERSION(404, "NoSuchVersion"),
  NO_SUCH_BUCKET(404, "NoSuchBucket"),
  NO_SUCH_KEY(404, "NoSuchKey"),
  NO_SUCH_UPLOAD(404, "NoSuchUpload"),
  NO_SUCH_RESOURCE(404, "NoSuchResource"),
  INVALID_ACTION(400, "InvalidAction"),
  INTERNAL_ERROR(500, "InternalError"),

  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#S3AccessGrantsErrorCodeList
  ACCESS_GRANT_ALREADY_EXISTS(409, "AccessGrantAlreadyExists"),
  ACCESS_GRANTS_INSTANCE_ALREADY_EXISTS(409, "AccessGrantsInstanceAlreadyExists"),
  ACCESS_GRANTS_INSTANCE_NOT_EMPTY(400, "AccessGrantsInstanceNotEmptyError"),
  ACCESS_GRANTS_INSTANCE_NOT_EXISTS(404, "AccessGrantsInstanceNotExistsError"),
  RESOURCE_POLICY_NOT_EXISTS(404, "AccessGrantsInstanceResourcePolicyNotExists"),
  ACCESS_GRANTS_LOCATION_ALREADY_EXISTS(409, "AccessGrantsLocationAlreadyExistsError"),
  ACCESS_GRANTS_LOCATION_NOT_EMPTY(400, "AccessGrantsLocationNotEmptyError"),
  ACCESS_GRANTS_LOCATIONS_QUOTA_EXCEEDED(409, "AccessGrantsLocationsQuotaExceededError"),
  ACCESS_GRANTS_QUOTA_EXCEEDED(409, "AccessGrantsQuotaExceededError"),
  INVALID_ACCESS_GRANT(400, "InvalidAccessGrant"),
  INVALID_ACCESS_GRANTS_LOCATION(400, "InvalidAccessGrantsLocation"),
  INVALID_IAM_ROLE(400, "InvalidIamRole"),
  INVALID_IDENTITY_CENTER_INSTANCE(400, "InvalidIdentityCenterInstance"),
  INVALID_RESOURCE_POLICY(400, "InvalidResourcePolicy"),
  INVALID_TAG(400, "InvalidTag"),
  INVALID_TAGS(400, "InvalidTags"),
  TOO_MANY_TAGS(400, "TooManyTags"),
  NO_SUCH_ACCESS_GRANT(404, "NoSuchAccessGrantError"),
  NO_SUCH_ACCESS_GRANTS_LOCATION(404, "NoSuchAccessGrantsLocationError"),
  STS_VALIDATION_ERROR(400, "StsValidationError"),

  // https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
  VALIDATION_ERROR(400, "ValidationError"),
  MISSING_ACTION(400, "MissingAction");

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
