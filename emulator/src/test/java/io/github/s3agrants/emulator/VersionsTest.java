package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.testkit.EmulatorClients;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** Versions, delete markers and tags of objects. */
final class VersionsTest {
  private static AccessGrantsEmulator emulator;
  private static EmulatorClients clients;
  private static S3Client s3;

  @BeforeAll
  static void start() throws Exception {
    emulator = AccessGrantsEmulator.builder().principal(ADMIN).bucket("plain").start();
    clients = new EmulatorClients(emulator.endpoints());
    s3 = clients.s3(ADMIN);
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  private static void versioned(String bucket) {
    s3.createBucket(r -> r.bucket(bucket));
    assertThat(s3.getBucketVersioning(r -> r.bucket(bucket)).status()).isNull();
    set(bucket, BucketVersioningStatus.ENABLED);
    assertThat(s3.getBucketVersioning(r -> r.bucket(bucket)).status())
        .isEqualTo(BucketVersioningStatus.ENABLED);
  }

  private static void set(String bucket, BucketVersioningStatus status) {
    s3.putBucketVersioning(r -> r.bucket(bucket).versioningConfiguration(c -> c.status(status)));
  }

  private static String put(String bucket, String key, String content) {
    return s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString(content))
        .versionId();
  }

  @Test
  void each_write_keeps_the_version_before_it() {
    versioned("each");
    String first = put("each", "k", "1");
    String second = put("each", "k", "2");
    assertThat(first).isNotEqualTo(second);
    assertThat(s3.getObjectAsBytes(r -> r.bucket("each").key("k")).asUtf8String()).isEqualTo("2");
    assertThat(s3.getObjectAsBytes(r -> r.bucket("each").key("k").versionId(first)).asUtf8String())
        .isEqualTo("1");
    assertThat(s3.headObject(r -> r.bucket("each").key("k")).versionId()).isEqualTo(second);
    refused(
        404,
        "NoSuchVersion",
        () -> s3.getObjectAsBytes(r -> r.bucket("each").key("k").versionId("null")));

    String marker = s3.deleteObject(r -> r.bucket("each").key("k")).versionId();
    refused(404, "NoSuchKey", () -> s3.getObjectAsBytes(r -> r.bucket("each").key("k")));
    refused(
        405,
        "MethodNotAllowed",
        () -> s3.getObjectAsBytes(r -> r.bucket("each").key("k").versionId(marker)));
    assertThat(s3.listObjectsV2(r -> r.bucket("each")).contents()).isEmpty();
    var versions = s3.listObjectVersions(r -> r.bucket("each"));
    assertThat(versions.versions())
        .extracting(ObjectVersion::versionId)
        .containsExactly(second, first);
    assertThat(versions.versions()).noneMatch(ObjectVersion::isLatest);
    assertThat(versions.deleteMarkers())
        .extracting(DeleteMarkerEntry::versionId)
        .containsExactly(marker);
    assertThat(versions.deleteMarkers().get(0).isLatest()).isTrue();

    var undone = s3.deleteObject(r -> r.bucket("each").key("k").versionId(marker));
    assertThat(undone.deleteMarker()).isTrue();
    assertThat(s3.getObjectAsBytes(r -> r.bucket("each").key("k")).asUtf8String()).isEqualTo("2");
    s3.copyObject(
        r ->
            r.sourceBucket("each")
                .sourceKey("k")
                .sourceVersionId(first)
                .destinationBucket("each")
                .destinationKey("k"));
    assertThat(s3.getObjectAsBytes(r -> r.bucket("each").key("k")).asUtf8String()).isEqualTo("1");
    List<DeletedObject> deleted =
        s3.deleteObjects(
                r ->
                    r.bucket("each")
                        .delete(
                            d ->
                                d.objects(
                                    ObjectIdentifier.builder().key("k").versionId(first).build(),
                                    ObjectIdentifier.builder().key("k").build())))
            .deleted();
    assertThat(deleted).extracting(DeletedObject::versionId).containsExactly(first, null);
    assertThat(deleted.get(1).deleteMarker()).isTrue();
    refused(409, "BucketNotEmpty", () -> s3.deleteBucket(r -> r.bucket("each")));
  }

  @Test
  void suspended_versioning_replaces_the_version_null() {
    s3.createBucket(r -> r.bucket("suspended"));
    assertThat(put("suspended", "k", "0")).isNull();
    set("suspended", BucketVersioningStatus.ENABLED);
    String kept = put("suspended", "k", "1");
    set("suspended", BucketVersioningStatus.SUSPENDED);
    assertThat(put("suspended", "k", "2")).isEqualTo("null");
    assertThat(s3.listObjectVersions(r -> r.bucket("suspended")).versions())
        .extracting(ObjectVersion::versionId)
        .containsExactly("null", kept);
    assertThat(s3.deleteObject(r -> r.bucket("suspended").key("k")).versionId()).isEqualTo("null");
    assertThat(s3.listObjectVersions(r -> r.bucket("suspended")).versions())
        .extracting(ObjectVersion::versionId)
        .containsExactly(kept);
  }

  @Test
  void versions_page_within_a_key() {
    versioned("paged");
    List<String> written =
        List.of(put("paged", "a", "1"), put("paged", "a", "2"), put("paged", "b", "3"));
    assertThat(
            s3.listObjectVersionsPaginator(r -> r.bucket("paged").maxKeys(1)).versions().stream()
                .map(ObjectVersion::versionId))
        .containsExactly(written.get(1), written.get(0), written.get(2));
  }

  @Test
  void an_empty_version_is_none() throws Exception {
    put("plain", "empty", "1");
    SignedHttp http = new SignedHttp(emulator.endpoints().s3(), ADMIN);
    for (String method : List.of("GET", "DELETE")) {
      assertThat(http.send(method, "/plain/empty?versionId=", new byte[0]).text())
          .contains("<Code>InvalidArgument</Code>");
    }
    var deletion =
        s3.deleteObjects(
            r ->
                r.bucket("plain")
                    .delete(
                        d ->
                            d.objects(
                                ObjectIdentifier.builder().key("empty").versionId("").build())));
    assertThat(deletion.deleted()).isEmpty();
    assertThat(deletion.errors()).extracting(S3Error::code).containsExactly("InvalidArgument");
  }

  @Test
  void no_delete_marker_has_a_key_that_no_object_can_have() {
    versioned("long");
    refused(
        400, "KeyTooLongError", () -> s3.deleteObject(r -> r.bucket("long").key("k".repeat(1025))));
    s3.deleteObject(r -> r.bucket("long").key("k".repeat(1024)));
    assertThat(s3.listObjectVersions(r -> r.bucket("long")).deleteMarkers()).hasSize(1);
  }

  @Test
  void a_version_behind_a_delete_marker_is_read_without_leave_to_list() throws Exception {
    try (AccessGrantsEmulator other =
            AccessGrantsEmulator.builder()
                .principal(ADMIN)
                .principal(ALICE.withS3("s3://lake/own", Permission.READ))
                .bucket("lake")
                .start();
        EmulatorClients them = new EmulatorClients(other.endpoints())) {
      S3Client admin = them.s3(ADMIN);
      admin.putBucketVersioning(
          r ->
              r.bucket("lake")
                  .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
      String version =
          admin
              .putObject(r -> r.bucket("lake").key("own"), RequestBody.fromString("1"))
              .versionId();
      admin.deleteObject(r -> r.bucket("lake").key("own"));
      S3Client alice = them.s3(ALICE);
      assertThat(
              alice
                  .getObjectAsBytes(r -> r.bucket("lake").key("own").versionId(version))
                  .asUtf8String())
          .isEqualTo("1");
    }
  }

  @Test
  void tags() {
    s3.putObject(
        r -> r.bucket("plain").key("t").tagging("a=1&b%20c=x"), RequestBody.fromString("x"));
    assertThat(s3.headObject(r -> r.bucket("plain").key("t")).tagCount()).isEqualTo(2);
    assertThat(tags("t")).containsExactly(tag("a", "1"), tag("b c", "x"));

    s3.copyObject(r -> copy(r, "t").destinationKey("copied"));
    assertThat(tags("copied")).containsExactly(tag("a", "1"), tag("b c", "x"));
    s3.copyObject(
        r ->
            copy(r, "t")
                .destinationKey("other")
                .taggingDirective(TaggingDirective.REPLACE)
                .tagging("z=9"));
    assertThat(tags("other")).containsExactly(tag("z", "9"));

    s3.putObjectTagging(r -> r.bucket("plain").key("t").tagging(t -> t.tagSet(tag("n", ""))));
    assertThat(tags("t")).containsExactly(tag("n", ""));
    s3.deleteObjectTagging(r -> r.bucket("plain").key("t"));
    assertThat(tags("t")).isEmpty();
    assertThat(s3.headObject(r -> r.bucket("plain").key("t")).tagCount()).isNull();

    refused(404, "NoSuchKey", () -> tags("absent"));
    refused(
        400,
        "InvalidTag",
        () ->
            s3.putObject(
                r -> r.bucket("plain").key("t").tagging("a=1&a=2"), RequestBody.fromString("x")));
    refused(
        400,
        "BadRequest",
        () ->
            s3.putObject(
                r -> r.bucket("plain").key("t").tagging("a=&b=&c=&d=&e=&f=&g=&h=&i=&j=&k="),
                RequestBody.fromString("x")));
  }

  @Test
  void a_copy_keeps_or_replaces_metadata() {
    s3.putObject(
        r -> r.bucket("plain").key("m").contentType("a/b").metadata(Map.of("m", "1")),
        RequestBody.fromString("x"));
    s3.copyObject(r -> copy(r, "m").destinationKey("kept"));
    var kept = s3.headObject(r -> r.bucket("plain").key("kept"));
    assertThat(kept.contentType()).isEqualTo("a/b");
    assertThat(kept.metadata()).containsEntry("m", "1");
    s3.copyObject(
        r ->
            copy(r, "m")
                .destinationKey("m")
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType("c/d"));
    var replaced = s3.headObject(r -> r.bucket("plain").key("m"));
    assertThat(replaced.contentType()).isEqualTo("c/d");
    assertThat(replaced.metadata()).isEmpty();
    refused(400, "InvalidRequest", () -> s3.copyObject(r -> copy(r, "m").destinationKey("m")));
  }

  private static CopyObjectRequest.Builder copy(CopyObjectRequest.Builder copy, String key) {
    return copy.sourceBucket("plain").sourceKey(key).destinationBucket("plain");
  }

  private static List<Tag> tags(String key) {
    return s3.getObjectTagging(r -> r.bucket("plain").key(key)).tagSet();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static void refused(int status, String code, ThrowingCallable call) {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(call)
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }
}
