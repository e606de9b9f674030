package io.github.s3agrants.emulator.s3;

import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The S3 operations, how to tell them apart on the wire and what each needs.
 *
 * <p>Which permission allows what: <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-data.html">S3 Access
 * Grants, supported operations</a>.
 */
enum S3Operation {
  GET_OBJECT("GetObject", "GET", Target.OBJECT, Need.READ_OBJECT),
  HEAD_OBJECT("HeadObject", "HEAD", Target.OBJECT, Need.READ_OBJECT),
  GET_OBJECT_ACL("GetObjectAcl", "GET", Target.OBJECT, Need.READ_OBJECT, "acl"),
  GET_OBJECT_ATTRIBUTES(
      "GetObjectAttributes", "GET", Target.OBJECT, Need.READ_OBJECT, "attributes"),
  LIST_PARTS("ListParts", "GET", Target.OBJECT, Need.READ_OBJECT, "uploadId"),

  LIST_OBJECTS("ListObjects", "GET", Target.BUCKET, Need.READ_LISTING),
  LIST_OBJECTS_V2("ListObjectsV2", "GET", Target.BUCKET, Need.READ_LISTING, "list-type"),
  LIST_OBJECT_VERSIONS("ListObjectVersions", "GET", Target.BUCKET, Need.READ_LISTING, "versions"),
  LIST_MULTIPART_UPLOADS(
      "ListMultipartUploads", "GET", Target.BUCKET, Need.READ_LISTING, "uploads"),
  HEAD_BUCKET("HeadBucket", "HEAD", Target.BUCKET, Need.READ_BUCKET),
  GET_BUCKET_LOCATION("GetBucketLocation", "GET", Target.BUCKET, Need.READ_BUCKET, "location"),

  PUT_OBJECT("PutObject", "PUT", Target.OBJECT, Need.WRITE_OBJECT),
  PUT_OBJECT_ACL("PutObjectAcl", "PUT", Target.OBJECT, Need.WRITE_OBJECT, "acl"),
  DELETE_OBJECT("DeleteObject", "DELETE", Target.OBJECT, Need.WRITE_OBJECT),
  DELETE_OBJECTS("DeleteObjects", "POST", Target.BUCKET, Need.WRITE_KEYS_IN_BODY, "delete"),
  CREATE_MULTIPART_UPLOAD(
      "CreateMultipartUpload", "POST", Target.OBJECT, Need.WRITE_OBJECT, "uploads"),
  UPLOAD_PART("UploadPart", "PUT", Target.OBJECT, Need.WRITE_OBJECT, "partNumber", "uploadId"),
  COMPLETE_MULTIPART_UPLOAD(
      "CompleteMultipartUpload", "POST", Target.OBJECT, Need.WRITE_OBJECT, "uploadId"),
  ABORT_MULTIPART_UPLOAD(
      "AbortMultipartUpload", "DELETE", Target.OBJECT, Need.WRITE_OBJECT, "uploadId"),
  COPY_OBJECT("CopyObject", "PUT", Target.OBJECT, Need.COPY),
  UPLOAD_PART_COPY("UploadPartCopy", "PUT", Target.OBJECT, Need.COPY, "partNumber", "uploadId"),

  LIST_BUCKETS("ListBuckets", "GET", Target.SERVICE, Need.EVERYTHING),
  CREATE_BUCKET("CreateBucket", "PUT", Target.BUCKET, Need.EVERYTHING),
  DELETE_BUCKET("DeleteBucket", "DELETE", Target.BUCKET, Need.EVERYTHING),
  /** Whatever the table does not name. */
  UNCLASSIFIED("Unknown", "", Target.SERVICE, Need.EVERYTHING);

  /** What the path names. */
  enum Target {
    SERVICE,
    BUCKET,
    OBJECT
  }

  /** What the signer must be allowed. */
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
    /** READWRITE on all of S3: Access Grants does not support the operation. */
    EVERYTHING
  }

  /** The query parameters that choose an operation; any other only refines it. */
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

  private final String awsName;
  private final String method;
  private final Target target;
  private final Need need;
  private final ImmutableSet<String> selectors;

  S3Operation(String awsName, String method, Target target, Need need, String... selectors) {
    this.awsName = awsName;
    this.method = method;
    this.target = target;
    this.need = need;
    this.selectors = ImmutableSet.copyOf(selectors);
  }

  String awsName() {
    return awsName;
  }

  Need need() {
    return need;
  }

  /** Whether it works on an upload that must exist. */
  boolean needsUpload() {
    return this == UPLOAD_PART || this == UPLOAD_PART_COPY || this == LIST_PARTS;
  }

  /**
   * The operation with exactly these features.
   *
   * @param parameters the names of all query parameters
   * @param copies whether there is a copy source
   */
  static S3Operation of(String method, Target target, Set<String> parameters, boolean copies) {
    Set<String> sent =
        parameters.stream()
            .filter(SELECTORS::contains)
            .filter(name -> !isPartOfRead(name, method, parameters))
            .collect(Collectors.toUnmodifiableSet());
    return Arrays.stream(values())
        .filter(operation -> operation != UNCLASSIFIED)
        .filter(operation -> operation.method.equals(method) && operation.target == target)
        .filter(operation -> operation.selectors.equals(sent))
        .filter(operation -> (operation.need == Need.COPY) == copies)
        .findFirst()
        .orElse(UNCLASSIFIED);
  }

  /**
   * {@code partNumber} chooses an upload's operation, but for GetObject and HeadObject it is like a
   * range.
   */
  private static boolean isPartOfRead(String name, String method, Set<String> parameters) {
    return name.equals("partNumber")
        && (method.equals("GET") || method.equals("HEAD"))
        && !parameters.contains("uploadId");
  }
}
