package io.github.s3agrants.emulator.api;

/** The S3 operations that the emulator distinguishes. */
public enum S3Operation implements Operation {
  GET_OBJECT("GetObject"),
  HEAD_OBJECT("HeadObject"),
  GET_OBJECT_ACL("GetObjectAcl"),
  GET_OBJECT_ATTRIBUTES("GetObjectAttributes"),
  GET_OBJECT_TAGGING("GetObjectTagging"),
  LIST_PARTS("ListParts"),
  LIST_OBJECTS("ListObjects"),
  LIST_OBJECTS_V2("ListObjectsV2"),
  LIST_OBJECT_VERSIONS("ListObjectVersions"),
  LIST_MULTIPART_UPLOADS("ListMultipartUploads"),
  HEAD_BUCKET("HeadBucket"),
  GET_BUCKET_LOCATION("GetBucketLocation"),
  GET_BUCKET_VERSIONING("GetBucketVersioning"),
  PUT_BUCKET_VERSIONING("PutBucketVersioning"),
  PUT_OBJECT("PutObject"),
  PUT_OBJECT_ACL("PutObjectAcl"),
  PUT_OBJECT_TAGGING("PutObjectTagging"),
  DELETE_OBJECT_TAGGING("DeleteObjectTagging"),
  DELETE_OBJECT("DeleteObject"),
  DELETE_OBJECTS("DeleteObjects"),
  CREATE_MULTIPART_UPLOAD("CreateMultipartUpload"),
  UPLOAD_PART("UploadPart"),
  COMPLETE_MULTIPART_UPLOAD("CompleteMultipartUpload"),
  ABORT_MULTIPART_UPLOAD("AbortMultipartUpload"),
  COPY_OBJECT("CopyObject"),
  UPLOAD_PART_COPY("UploadPartCopy"),
  LIST_BUCKETS("ListBuckets"),
  CREATE_BUCKET("CreateBucket"),
  DELETE_BUCKET("DeleteBucket");

  private final String awsName;

  S3Operation(String awsName) {
    this.awsName = awsName;
  }

  @Override
  public Service service() {
    return Service.S3;
  }

  @Override
  public String awsName() {
    return awsName;
  }
}
