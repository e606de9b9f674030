package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.api.S3Operation;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The S3 operations: how to recognize them in a request, and the permission that each needs.
 *
 * <p>Permissions follow <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-data.html">S3 Access
 * Grants, supported operations</a>.
 */
enum S3Route {
  GET_OBJECT(S3Operation.GET_OBJECT, "GET", Target.OBJECT, Need.READ_OBJECT),
  HEAD_OBJECT(S3Operation.HEAD_OBJECT, "HEAD", Target.OBJECT, Need.READ_OBJECT),
  GET_OBJECT_ACL(S3Operation.GET_OBJECT_ACL, "GET", Target.OBJECT, Need.READ_OBJECT, "acl"),
  GET_OBJECT_ATTRIBUTES(
      S3Operation.GET_OBJECT_ATTRIBUTES, "GET", Target.OBJECT, Need.READ_OBJECT, "attributes"),
  GET_OBJECT_TAGGING(
      S3Operation.GET_OBJECT_TAGGING, "GET", Target.OBJECT, Need.READ_OBJECT, "tagging"),
  LIST_PARTS(S3Operation.LIST_PARTS, "GET", Target.OBJECT, Need.READ_OBJECT, "uploadId"),

  LIST_OBJECTS(S3Operation.LIST_OBJECTS, "GET", Target.BUCKET, Need.READ_LISTING),
  LIST_OBJECTS_V2(
      S3Operation.LIST_OBJECTS_V2, "GET", Target.BUCKET, Need.READ_LISTING, "list-type"),
  LIST_OBJECT_VERSIONS(
      S3Operation.LIST_OBJECT_VERSIONS, "GET", Target.BUCKET, Need.READ_LISTING, "versions"),
  LIST_MULTIPART_UPLOADS(
      S3Operation.LIST_MULTIPART_UPLOADS, "GET", Target.BUCKET, Need.READ_LISTING, "uploads"),
  HEAD_BUCKET(S3Operation.HEAD_BUCKET, "HEAD", Target.BUCKET, Need.READ_BUCKET),
  GET_BUCKET_LOCATION(
      S3Operation.GET_BUCKET_LOCATION, "GET", Target.BUCKET, Need.READ_BUCKET, "location"),

  GET_BUCKET_VERSIONING(
      S3Operation.GET_BUCKET_VERSIONING, "GET", Target.BUCKET, Need.READ_BUCKET, "versioning"),
  PUT_BUCKET_VERSIONING(
      S3Operation.PUT_BUCKET_VERSIONING, "PUT", Target.BUCKET, Need.EVERYTHING, "versioning"),

  PUT_OBJECT(S3Operation.PUT_OBJECT, "PUT", Target.OBJECT, Need.WRITE_OBJECT),
  PUT_OBJECT_ACL(S3Operation.PUT_OBJECT_ACL, "PUT", Target.OBJECT, Need.WRITE_OBJECT, "acl"),
  PUT_OBJECT_TAGGING(
      S3Operation.PUT_OBJECT_TAGGING, "PUT", Target.OBJECT, Need.WRITE_OBJECT, "tagging"),
  DELETE_OBJECT_TAGGING(
      S3Operation.DELETE_OBJECT_TAGGING, "DELETE", Target.OBJECT, Need.WRITE_OBJECT, "tagging"),
  DELETE_OBJECT(S3Operation.DELETE_OBJECT, "DELETE", Target.OBJECT, Need.WRITE_OBJECT),
  DELETE_OBJECTS(
      S3Operation.DELETE_OBJECTS, "POST", Target.BUCKET, Need.WRITE_KEYS_IN_BODY, "delete"),
  CREATE_MULTIPART_UPLOAD(
      S3Operation.CREATE_MULTIPART_UPLOAD, "POST", Target.OBJECT, Need.WRITE_OBJECT, "uploads"),
  UPLOAD_PART(
      S3Operation.UPLOAD_PART, "PUT", Target.OBJECT, Need.WRITE_OBJECT, "partNumber", "uploadId"),
  COMPLETE_MULTIPART_UPLOAD(
      S3Operation.COMPLETE_MULTIPART_UPLOAD, "POST", Target.OBJECT, Need.WRITE_OBJECT, "uploadId"),
  ABORT_MULTIPART_UPLOAD(
      S3Operation.ABORT_MULTIPART_UPLOAD, "DELETE", Target.OBJECT, Need.WRITE_OBJECT, "uploadId"),
  COPY_OBJECT(S3Operation.COPY_OBJECT, "PUT", Target.OBJECT, Need.COPY),
  UPLOAD_PART_COPY(
      S3Operation.UPLOAD_PART_COPY, "PUT", Target.OBJECT, Need.COPY, "partNumber", "uploadId"),

  LIST_BUCKETS(S3Operation.LIST_BUCKETS, "GET", Target.SERVICE, Need.EVERYTHING),
  CREATE_BUCKET(S3Operation.CREATE_BUCKET, "PUT", Target.BUCKET, Need.EVERYTHING),
  DELETE_BUCKET(S3Operation.DELETE_BUCKET, "DELETE", Target.BUCKET, Need.EVERYTHING),
  /** Every operation that the table does not name. */
  UNCLASSIFIED(null, "", Target.SERVICE, Need.EVERYTHING);

  /** The kinds of resources that a path names. */
  enum Target {
    SERVICE,
    BUCKET,
    OBJECT
  }

  /** The permission that the signer needs. */
  enum Need {
    READ_OBJECT,
    WRITE_OBJECT,
    /** READ on the copy source and WRITE on the object. */
    COPY,
    /** WRITE on every object that the body names. */
    WRITE_KEYS_IN_BODY,
    /** READ on all keys that start with the prefix. */
    READ_LISTING,
    /** READ on the whole bucket. */
    READ_BUCKET,
    /** READWRITE on all of S3, for operations that Access Grants does not support. */
    EVERYTHING
  }

  /** The query parameters that select an operation. Others only refine it. */
  private static final Set<String> SELECTORS =
      Set.of(
          "accelerate",
          "acl",
          "analytics",
          "append",
          "attributes",
          "cors",
          "delete",
          "encryption",
          "intelligent-tiering",
          "inventory",
          "legal-hold",
          "lifecycle",
          "list-type",
          "location",
          "logging",
          "metadataConfiguration",
          "metadataTable",
          "metrics",
          "notification",
          "object-lock",
          "ownershipControls",
          "partNumber",
          "policy",
          "policyStatus",
          "publicAccessBlock",
          "renameObject",
          "replication",
          "requestPayment",
          "restore",
          "retention",
          "select",
          "session",
          "tagging",
          "torrent",
          "uploadId",
          "uploads",
          "versioning",
          "versions",
          "website");

  private final @Nullable S3Operation operation;
  private final String method;
  private final Target target;
  private final Need need;

  /** Sorted, and so comparable. An enum should hold nothing that could change. */
  private final String selectors;

  S3Route(
      @Nullable S3Operation operation,
      String method,
      Target target,
      Need need,
      String... selectors) {
    this.operation = operation;
    this.method = method;
    this.target = target;
    this.need = need;
    this.selectors = joined(Stream.of(selectors));
  }

  /** The operation. Empty for those that the table does not name. */
  Optional<S3Operation> operation() {
    return Optional.ofNullable(operation);
  }

  String awsName() {
    return operation == null ? "Unknown" : operation.awsName();
  }

  /** True if the operation reads one object, and so reveals whether the object exists. */
  boolean readsObject() {
    return need == Need.READ_OBJECT && this != LIST_PARTS;
  }

  /**
   * The operation with exactly these features.
   *
   * @param parameters the names of all query parameters
   * @param copies true if there is a copy source
   */
  static S3Route of(String method, Target target, Set<String> parameters, boolean copies) {
    String sent =
        joined(
            parameters.stream()
                .filter(SELECTORS::contains)
                .filter(name -> !isPartOfRead(name, method, parameters)));
    return Arrays.stream(values())
        .filter(operation -> operation != UNCLASSIFIED)
        .filter(operation -> operation.method.equals(method) && operation.target == target)
        .filter(operation -> operation.selectors.equals(sent))
        .filter(operation -> (operation.need == Need.COPY) == copies)
        .findFirst()
        .orElse(UNCLASSIFIED);
  }

  /** True if one of the parameters selects an operation. */
  static boolean isSelected(Set<String> parameters) {
    return parameters.stream().anyMatch(SELECTORS::contains);
  }

  private static String joined(Stream<String> names) {
    return names.sorted().collect(Collectors.joining("&"));
  }

  /**
   * True for the {@code partNumber} of GetObject and HeadObject, which acts like a range. Otherwise
   * {@code partNumber} selects an operation on an upload.
   */
  private static boolean isPartOfRead(String name, String method, Set<String> parameters) {
    return name.equals("partNumber")
        && (method.equals("GET") || method.equals("HEAD"))
        && !parameters.contains("uploadId");
  }
}
