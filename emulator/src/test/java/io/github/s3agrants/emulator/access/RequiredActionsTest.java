package io.github.s3agrants.emulator.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.S3Operation;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which actions each operation needs. */
final class RequiredActionsTest {
  private static final String OBJECT = "s3://bkt/k";

  @ParameterizedTest
  @CsvSource({
    "GET_OBJECT, , GetObject",
    "GET_OBJECT, versionId=1, GetObjectVersion",
    "HEAD_OBJECT, , GetObject",
    "HEAD_OBJECT, versionId=1, GetObjectVersion",
    "GET_OBJECT_ACL, , GetObjectAcl",
    "GET_OBJECT_ACL, versionId=1, GetObjectVersionAcl",
    "GET_OBJECT_ATTRIBUTES, , GetObject GetObjectAttributes",
    "GET_OBJECT_ATTRIBUTES, versionId=1, GetObjectVersion GetObjectVersionAttributes",
    "GET_OBJECT_TAGGING, , GetObjectTagging",
    "GET_OBJECT_TAGGING, versionId=1, GetObjectVersionTagging",
    "PUT_OBJECT_TAGGING, , PutObjectTagging",
    "PUT_OBJECT_TAGGING, versionId=1, PutObjectVersionTagging",
    "DELETE_OBJECT_TAGGING, , DeleteObjectTagging",
    "DELETE_OBJECT_TAGGING, versionId=1, DeleteObjectVersionTagging",
    "LIST_PARTS, uploadId=1, ListMultipartUploadParts",
    "PUT_OBJECT, , PutObject",
    "PUT_OBJECT, x-amz-tagging=a%3Db, PutObject PutObjectTagging",
    "PUT_OBJECT, x-amz-tagging=, PutObject",
    "PUT_OBJECT, x-amz-acl=private, PutObject PutObjectAcl",
    "PUT_OBJECT, x-amz-grant-read=id, PutObject PutObjectAcl",
    "PUT_OBJECT, x-amz-object-lock-mode=GOVERNANCE, PutObject PutObjectRetention",
    "PUT_OBJECT, x-amz-object-lock-retain-until-date=2030, PutObject PutObjectRetention",
    "PUT_OBJECT, x-amz-object-lock-legal-hold=ON, PutObject PutObjectLegalHold",
    "CREATE_MULTIPART_UPLOAD, x-amz-tagging=a, PutObject PutObjectTagging",
    "CREATE_MULTIPART_UPLOAD, x-amz-object-lock-legal-hold=OFF, PutObject PutObjectLegalHold",
    "UPLOAD_PART, , PutObject",
    "COMPLETE_MULTIPART_UPLOAD, , PutObject",
    "ABORT_MULTIPART_UPLOAD, , AbortMultipartUpload",
    "PUT_OBJECT_ACL, , PutObjectAcl",
    "PUT_OBJECT_ACL, versionId=1, PutObjectVersionAcl",
    "DELETE_OBJECT, , DeleteObject",
    "DELETE_OBJECT, versionId=1, DeleteObjectVersion",
    "DELETE_OBJECT, x-amz-bypass-governance-retention=true, DeleteObject BypassGovernanceRetention",
    "DELETE_OBJECT, x-amz-bypass-governance-retention=false, DeleteObject",
  })
  void on_an_object(S3Operation operation, @Nullable String sent, String actions) {
    assertThat(RequiredActions.of(call(operation, sent, null)))
        .containsExactlyElementsOf(
            Arrays.stream(actions.split(" ", -1)).map(action -> on(OBJECT, action)).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "LIST_OBJECTS, , ListBucket, s3://bkt/*",
    "LIST_OBJECTS_V2, prefix=p/, ListBucket, s3://bkt/p/*",
    "LIST_OBJECT_VERSIONS, prefix=p/, ListBucketVersions, s3://bkt/p/*",
    "LIST_MULTIPART_UPLOADS, prefix=p, ListBucketMultipartUploads, s3://bkt/p*",
    "HEAD_BUCKET, , ListBucket, s3://bkt/*",
    "GET_BUCKET_LOCATION, , GetBucketLocation, s3://bkt/*",
    "GET_BUCKET_VERSIONING, , GetBucketVersioning, s3://bkt/*",
    "PUT_BUCKET_VERSIONING, , PutBucketVersioning, s3://bkt/*",
    "LIST_BUCKETS, , *, s3://*",
    "CREATE_BUCKET, , *, s3://*",
    "DELETE_BUCKET, , *, s3://*",
  })
  void on_a_bucket(S3Operation operation, @Nullable String sent, String action, String scope) {
    assertThat(RequiredActions.of(call(operation, sent, null))).containsExactly(on(scope, action));
  }

  @Test
  void an_unknown_operation_needs_everything() {
    assertThat(RequiredActions.of(new S3Call(null, "bkt", "k", null, name -> null, name -> null)))
        .containsExactly(new Need(S3Action.ANY, S3Scope.everything()));
  }

  @ParameterizedTest
  @CsvSource({
    "false, , , s3://src/x GetObject; s3://bkt/k PutObject",
    "false, 7, , s3://src/x GetObjectVersion; s3://bkt/k PutObject",
    "true, , , s3://src/x GetObject; s3://bkt/k PutObject; s3://src/x GetObjectTagging; s3://bkt/k PutObjectTagging",
    "true, , x-amz-tagging-directive=COPY, s3://src/x GetObject; s3://bkt/k PutObject; s3://src/x GetObjectTagging; s3://bkt/k PutObjectTagging",
    "true, 7, , s3://src/x GetObjectVersion; s3://bkt/k PutObject; s3://src/x GetObjectVersionTagging; s3://bkt/k PutObjectTagging",
    "true, , x-amz-tagging-directive=REPLACE, s3://src/x GetObject; s3://bkt/k PutObject",
    "true, , x-amz-tagging-directive=REPLACE&x-amz-tagging=a, s3://src/x GetObject; s3://bkt/k PutObject; s3://bkt/k PutObjectTagging",
    // Without the directive, S3 takes the tags of the source and ignores the header.
    "false, , x-amz-tagging=a, s3://src/x GetObject; s3://bkt/k PutObject",
  })
  void copies(boolean tagged, @Nullable String version, @Nullable String sent, String needs) {
    S3Call.Source source = new S3Call.Source("src", "x", version, tagged);
    assertThat(RequiredActions.of(call(S3Operation.COPY_OBJECT, sent, source)))
        .containsExactlyElementsOf(
            Arrays.stream(needs.split("; ", -1))
                .map(need -> on(need.split(" ", -1)[0], need.split(" ", -1)[1]))
                .toList());
    // Tags are copied when the upload is created, not with its parts.
    assertThat(RequiredActions.of(call(S3Operation.UPLOAD_PART_COPY, sent, source)))
        .isEqualTo(RequiredActions.of(call(S3Operation.COPY_OBJECT, null, untagged(source))));
  }

  private static S3Call.Source untagged(S3Call.Source source) {
    return new S3Call.Source(source.bucket(), source.key(), source.versionId(), false);
  }

  @Test
  void bulk_deletes_need_each_key() {
    S3Call call = call(S3Operation.DELETE_OBJECTS, "x-amz-bypass-governance-retention=true", null);
    assertThat(RequiredActions.of(call)).isEmpty();
    assertThat(RequiredActions.delete(call, "bkt", "k", "1"))
        .containsExactly(
            on(OBJECT, "DeleteObjectVersion"), on(OBJECT, "BypassGovernanceRetention"));
  }

  /** The actions of AWS's table, by the name of the action. */
  @Test
  void what_grants_carry() {
    Set<String> read = new HashSet<>();
    Set<String> write = new HashSet<>();
    for (S3Action action : S3Action.values()) {
      if (action.isGrantedBy(Permission.READ)) {
        read.add(action.awsName());
      }
      if (action.isGrantedBy(Permission.WRITE)) {
        write.add(action.awsName());
      }
      assertThat(action.isGrantedBy(Permission.READWRITE))
          .isEqualTo(read.contains(action.awsName()) || write.contains(action.awsName()));
    }
    assertThat(read)
        .containsExactlyInAnyOrder(
            "s3:GetObject",
            "s3:GetObjectVersion",
            "s3:GetObjectAcl",
            "s3:GetObjectVersionAcl",
            "s3:ListMultipartUploadParts",
            "s3:ListBucket",
            "s3:ListBucketVersions",
            "s3:ListBucketMultipartUploads");
    assertThat(write)
        .containsExactlyInAnyOrder(
            "s3:PutObject",
            "s3:PutObjectAcl",
            "s3:PutObjectVersionAcl",
            "s3:DeleteObject",
            "s3:DeleteObjectVersion",
            "s3:AbortMultipartUpload");
  }

  private static Need on(String scope, String action) {
    S3Action found =
        Arrays.stream(S3Action.values())
            .filter(known -> known.awsName().equals("s3:" + action))
            .findFirst()
            .orElseThrow();
    return new Need(found, S3Scope.parse(scope));
  }

  /** A call on the key {@code k} of bucket {@code bkt} that sends headers and parameters. */
  private static S3Call call(
      S3Operation operation, @Nullable String sent, S3Call.@Nullable Source source) {
    Map<String, String> values = new HashMap<>();
    for (String pair : sent == null ? List.<String>of() : List.of(sent.split("&", -1))) {
      String[] parts = pair.split("=", 2);
      values.put(parts[0], parts[1]);
    }
    return new S3Call(operation, "bkt", "k", source, values::get, values::get);
  }
}
