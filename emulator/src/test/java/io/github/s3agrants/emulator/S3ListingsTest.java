package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.api.MissingKey;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3control.model.Privilege;
import software.amazon.awssdk.services.s3control.model.S3PrefixType;

/** ListObjectVersions, GetObjectAttributes, and responses for missing keys. */
final class S3ListingsTest {
  private static final software.amazon.awssdk.services.s3control.model.Permission READ =
      software.amazon.awssdk.services.s3control.model.Permission.READ;
  private static final String SHA256_OF_FOUR = "BO+vCA9aPnThwp0cpqSFaTgsu80yTo1Z0rg+8hwDnwA=";
  private static AccessGrantsEmulator emulator;
  private static EmulatorClients clients;
  private static S3Client admin;

  @BeforeAll
  static void start() throws Exception {
    emulator =
        AccessGrantsEmulator.builder()
            .principal(ADMIN)
            .bucket("lake", "order", "shrinking")
            .start();
    clients = new EmulatorClients(emulator.endpoints());
    admin = clients.s3(ADMIN);
    for (String key : List.of("a", "a b+%/x", "b/1", "b/2", "b/c/3", "c", "é")) {
      admin.putObject(r -> r.bucket("order").key(key), RequestBody.fromString(key));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @Test
  void a_listing_is_whole_while_other_objects_are_deleted() throws Exception {
    List<String> staying = IntStream.range(0, 20).mapToObj(i -> "z" + i).sorted().toList();
    List<String> going = IntStream.range(0, 300).mapToObj(i -> "a" + i).toList();
    Stream.of(staying, going)
        .flatMap(List::stream)
        .forEach(
            key ->
                admin.putObject(r -> r.bucket("shrinking").key(key), RequestBody.fromString(key)));
    List<ObjectIdentifier> keys =
        going.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    CompletableFuture<?> deletion =
        CompletableFuture.runAsync(
            () -> admin.deleteObjects(r -> r.bucket("shrinking").delete(d -> d.objects(keys))));
    boolean deleted;
    do {
      deleted = deletion.isDone();
      assertThat(admin.listObjectsV2(r -> r.bucket("shrinking")).contents())
          .extracting(S3Object::key)
          .filteredOn(key -> key.startsWith("z"))
          .isEqualTo(staying);
    } while (!deleted);
    deletion.get();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000})
  void versions_page(int size) {
    var pages = admin.listObjectVersionsPaginator(r -> r.bucket("order").maxKeys(size));
    assertThat(pages.versions().stream().map(ObjectVersion::key))
        .containsExactly("a", "a b+%/x", "b/1", "b/2", "b/c/3", "c", "é");
    assertThat(pages.versions())
        .allSatisfy(
            version -> {
              assertThat(version.versionId()).isEqualTo("null");
              assertThat(version.isLatest()).isTrue();
              assertThat(version.size()).isPositive();
              assertThat(version.lastModified()).isNotNull();
              assertThat(version.eTag())
                  .isEqualTo(admin.headObject(r -> r.bucket("order").key(version.key())).eTag());
            });
    var grouped =
        admin.listObjectVersionsPaginator(r -> r.bucket("order").delimiter("/").maxKeys(size));
    assertThat(grouped.versions().stream().map(ObjectVersion::key)).containsExactly("a", "c", "é");
    assertThat(grouped.commonPrefixes().stream().map(CommonPrefix::prefix))
        .containsExactly("a b+%/", "b/");
    assertThat(
            admin.listObjectVersions(r -> r.bucket("order").prefix("b/").delimiter("/")).versions())
        .extracting(ObjectVersion::key)
        .containsExactly("b/1", "b/2");
  }

  @Test
  void versions_refuse_what_is_wrong() {
    refused(404, () -> admin.listObjectVersions(r -> r.bucket("absent")));
    refused(400, () -> admin.listObjectVersions(r -> r.bucket("order").maxKeys(-1)));
    refused(400, () -> admin.listObjectVersions(r -> r.bucket("order").versionIdMarker("null")));
    assertThat(admin.listObjectVersions(r -> r.bucket("order").maxKeys(0)).isTruncated()).isFalse();
    assertThat(
            admin
                .getObjectAsBytes(r -> r.bucket("order").key("a").versionId("null"))
                .asUtf8String())
        .isEqualTo("a");
  }

  @Test
  void attributes() {
    admin.putObject(
        r -> r.bucket("lake").key("sum").checksumSHA256(SHA256_OF_FOUR),
        RequestBody.fromString("four"));
    GetObjectAttributesResponse whole = attributesOf("sum");
    assertThat(whole.objectSize()).isEqualTo(4);
    assertThat(whole.storageClassAsString()).isEqualTo("STANDARD");
    assertThat("\"" + whole.eTag() + "\"")
        .isEqualTo(admin.headObject(r -> r.bucket("lake").key("sum")).eTag());
    assertThat(whole.checksum().checksumSHA256()).isEqualTo(SHA256_OF_FOUR);
    assertThat(whole.objectParts()).isNull();

    String upload = admin.createMultipartUpload(r -> r.bucket("lake").key("parts")).uploadId();
    List<CompletedPart> parts =
        List.of(1, 2).stream()
            .map(
                number ->
                    CompletedPart.builder()
                        .partNumber(number)
                        .eTag(
                            admin
                                .uploadPart(
                                    r ->
                                        r.bucket("lake")
                                            .key("parts")
                                            .uploadId(upload)
                                            .partNumber(number),
                                    RequestBody.fromBytes(new byte[5 * 1024 * 1024]))
                                .eTag())
                        .build())
            .toList();
    admin.completeMultipartUpload(
        r -> r.bucket("lake").key("parts").uploadId(upload).multipartUpload(m -> m.parts(parts)));
    GetObjectAttributesResponse inParts = attributesOf("parts");
    assertThat(inParts.objectParts().totalPartsCount()).isEqualTo(2);
    assertThat(inParts.objectSize()).isEqualTo(10 * 1024 * 1024);
    refused(404, () -> attributesOf("absent"));
  }

  @ParameterizedTest
  @EnumSource
  void missing_keys(MissingKey answer) throws Exception {
    int inPrefix = answer == MissingKey.FORBIDDEN ? 403 : 404;
    try (AccessGrantsEmulator other =
            AccessGrantsEmulator.builder()
                .principal(ADMIN)
                .principal(
                    ALICE
                        .withS3("s3://lake/base/*", Permission.READ)
                        .withS3("s3://lake/own", Permission.READ))
                .bucket("lake", "whole")
                .location("s3://", TestPrincipals.LOCATION_ROLE)
                .grant("s3://", "lake/p/*", "alice", Permission.READ)
                .grant("s3://", "whole/*", "alice", Permission.READ)
                .missingKey(answer)
                .start();
        EmulatorClients them = new EmulatorClients(other.endpoints())) {
      S3Client prefix =
          them.s3(EmulatorClients.credentials(them.vend(ALICE, "s3://lake/p/*", READ)));
      S3Client bucket =
          them.s3(EmulatorClients.credentials(them.vend(ALICE, "s3://whole/*", READ)));
      them.s3(ADMIN).putObject(r -> r.bucket("lake").key("p/there"), RequestBody.fromString("x"));
      prefix.headObject(r -> r.bucket("lake").key("p/there"));
      refused(inPrefix, () -> prefix.headObject(r -> r.bucket("lake").key("p/absent")));
      refused(inPrefix, () -> prefix.getObjectAsBytes(r -> r.bucket("lake").key("p/absent")));
      S3Client object =
          them.s3(EmulatorClients.credentials(them.vendObject(ALICE, "s3://lake/p/absent", READ)));
      refused(inPrefix, () -> object.headObject(r -> r.bucket("lake").key("p/absent")));
      // The session is for one object, and so may list nothing.
      S3Client minimal =
          them.s3(
              EmulatorClients.credentials(
                  them.control(ALICE)
                      .getDataAccess(
                          EmulatorClients.request("s3://lake/p/absent", READ).toBuilder()
                              .targetType(S3PrefixType.OBJECT)
                              .privilege(Privilege.MINIMAL)
                              .build())
                      .credentials()));
      refused(
          answer == MissingKey.NOT_FOUND ? 404 : 403,
          () -> minimal.headObject(r -> r.bucket("lake").key("p/absent")));
      refused(404, () -> bucket.headObject(r -> r.bucket("whole").key("absent")));
      refused(404, () -> them.s3(ADMIN).headObject(r -> r.bucket("lake").key("p/absent")));
      refused(404, () -> them.s3(ALICE).headObject(r -> r.bucket("lake").key("base/absent")));
      refused(
          answer == MissingKey.LISTING ? 403 : 404,
          () -> them.s3(ALICE).headObject(r -> r.bucket("lake").key("own")));
    }
  }

  private static GetObjectAttributesResponse attributesOf(String key) {
    return admin.getObjectAttributes(
        r ->
            r.bucket("lake")
                .key(key)
                .objectAttributes(
                    ObjectAttributes.E_TAG,
                    ObjectAttributes.CHECKSUM,
                    ObjectAttributes.OBJECT_PARTS,
                    ObjectAttributes.STORAGE_CLASS,
                    ObjectAttributes.OBJECT_SIZE));
  }

  private static void refused(int status, Runnable call) {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(call::run)
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(status));
  }
}
