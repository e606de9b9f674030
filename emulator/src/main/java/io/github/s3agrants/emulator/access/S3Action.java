package io.github.s3agrants.emulator.access;

import io.github.s3agrants.emulator.api.Permission;

/**
 * The actions of IAM that S3 operations need.
 *
 * <p>What a grant carries is the table of <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-get-data.html">Accessing
 * S3 data using credentials vended by S3 Access Grants</a>. What it does not list, no grant
 * carries: attributes, tags, retention, legal holds and everything about the bucket but its
 * listings.
 */
public enum S3Action {
  GET_OBJECT("GetObject", Permission.READ, true),
  GET_OBJECT_VERSION("GetObjectVersion", Permission.READ, true),
  GET_OBJECT_ACL("GetObjectAcl", Permission.READ, true),
  GET_OBJECT_VERSION_ACL("GetObjectVersionAcl", Permission.READ, true),
  /** The table calls it ListMultipartUploads, a name that IAM does not know, for ListParts. */
  LIST_MULTIPART_UPLOAD_PARTS("ListMultipartUploadParts", Permission.READ, true),
  LIST_BUCKET("ListBucket", Permission.READ, true),
  LIST_BUCKET_VERSIONS("ListBucketVersions", Permission.READ, true),
  LIST_BUCKET_MULTIPART_UPLOADS("ListBucketMultipartUploads", Permission.READ, true),

  PUT_OBJECT("PutObject", Permission.WRITE, true),
  PUT_OBJECT_ACL("PutObjectAcl", Permission.WRITE, true),
  PUT_OBJECT_VERSION_ACL("PutObjectVersionAcl", Permission.WRITE, true),
  DELETE_OBJECT("DeleteObject", Permission.WRITE, true),
  DELETE_OBJECT_VERSION("DeleteObjectVersion", Permission.WRITE, true),
  ABORT_MULTIPART_UPLOAD("AbortMultipartUpload", Permission.WRITE, true),

  GET_OBJECT_ATTRIBUTES("GetObjectAttributes", Permission.READ, false),
  GET_OBJECT_VERSION_ATTRIBUTES("GetObjectVersionAttributes", Permission.READ, false),
  GET_OBJECT_TAGGING("GetObjectTagging", Permission.READ, false),
  GET_OBJECT_VERSION_TAGGING("GetObjectVersionTagging", Permission.READ, false),
  GET_BUCKET_LOCATION("GetBucketLocation", Permission.READ, false),
  GET_BUCKET_VERSIONING("GetBucketVersioning", Permission.READ, false),

  PUT_OBJECT_TAGGING("PutObjectTagging", Permission.WRITE, false),
  PUT_OBJECT_VERSION_TAGGING("PutObjectVersionTagging", Permission.WRITE, false),
  DELETE_OBJECT_TAGGING("DeleteObjectTagging", Permission.WRITE, false),
  DELETE_OBJECT_VERSION_TAGGING("DeleteObjectVersionTagging", Permission.WRITE, false),
  PUT_OBJECT_RETENTION("PutObjectRetention", Permission.WRITE, false),
  PUT_OBJECT_LEGAL_HOLD("PutObjectLegalHold", Permission.WRITE, false),
  BYPASS_GOVERNANCE_RETENTION("BypassGovernanceRetention", Permission.WRITE, false),

  PUT_BUCKET_VERSIONING("PutBucketVersioning", Permission.READWRITE, false),
  /** Stands for all actions that are not named here. Needed on all of S3. */
  ANY("*", Permission.READWRITE, false);

  private final String name;
  private final Permission level;
  private final boolean inGrants;

  S3Action(String name, Permission level, boolean inGrants) {
    this.name = name;
    this.level = level;
    this.inGrants = inGrants;
  }

  /** The name in IAM, such as {@code s3:GetObject}. */
  public String awsName() {
    return "s3:" + name;
  }

  /** True if a grant of this permission carries the action. */
  public boolean isGrantedBy(Permission permission) {
    return inGrants && permission.includes(level);
  }

  /** True if a statement of a principal's own policy with this permission carries the action. */
  public boolean isAllowedBy(Permission permission) {
    return permission.includes(level);
  }
}
