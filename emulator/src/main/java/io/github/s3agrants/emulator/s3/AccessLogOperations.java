package io.github.s3agrants.emulator.s3;

import java.util.Optional;

/**
 * The operations of S3's access log: {@code REST.HTTP_method.resource_type}. AWS's page gives the
 * form and some examples; the others are those that users' logs show.
 */
final class AccessLogOperations {
  /** One key of a DeleteObjects. */
  static final String DELETED_KEY = "BATCH.DELETE.OBJECT";

  private AccessLogOperations() {}

  /** The operation of a request's own line. */
  static String of(S3Route route, String method) {
    return switch (route) {
      case COPY_OBJECT -> "REST.COPY.OBJECT";
      case UPLOAD_PART_COPY -> "REST.COPY.PART";
      default -> "REST." + method + "." + resource(route);
    };
  }

  /** The operation of the second line of a copy, which is about the source. */
  static Optional<String> ofSource(S3Route route) {
    return switch (route) {
      case COPY_OBJECT -> Optional.of("REST.COPY.OBJECT_GET");
      case UPLOAD_PART_COPY -> Optional.of("REST.COPY.PART_GET");
      default -> Optional.empty();
    };
  }

  private static String resource(S3Route route) {
    return switch (route) {
      case GET_OBJECT, HEAD_OBJECT, PUT_OBJECT, DELETE_OBJECT, COPY_OBJECT -> "OBJECT";
      case GET_OBJECT_ACL, PUT_OBJECT_ACL -> "ACL";
      case GET_OBJECT_TAGGING, PUT_OBJECT_TAGGING, DELETE_OBJECT_TAGGING -> "OBJECT_TAGGING";
      case GET_BUCKET_VERSIONING, PUT_BUCKET_VERSIONING -> "VERSIONING";
      case GET_OBJECT_ATTRIBUTES -> "OBJECT_ATTRIBUTES";
      case LIST_PARTS, COMPLETE_MULTIPART_UPLOAD, ABORT_MULTIPART_UPLOAD -> "UPLOAD";
      case CREATE_MULTIPART_UPLOAD, LIST_MULTIPART_UPLOADS -> "UPLOADS";
      case UPLOAD_PART, UPLOAD_PART_COPY -> "PART";
      case LIST_OBJECTS, LIST_OBJECTS_V2, HEAD_BUCKET, CREATE_BUCKET, DELETE_BUCKET -> "BUCKET";
      case LIST_OBJECT_VERSIONS -> "BUCKETVERSIONS";
      case GET_BUCKET_LOCATION -> "LOCATION";
      case DELETE_OBJECTS -> "MULTI_OBJECT_DELETE";
      case LIST_BUCKETS -> "SERVICE";
      case UNCLASSIFIED -> "UNKNOWN";
    };
  }
}
