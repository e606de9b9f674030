package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static software.amazon.awssdk.services.s3control.model.Permission.READ;
import static software.amazon.awssdk.services.s3control.model.Permission.READWRITE;
import static software.amazon.awssdk.services.s3control.model.Permission.WRITE;

import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.testkit.TestPrincipals;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.TaggingDirective;
import software.amazon.awssdk.services.s3control.model.Credentials;
import software.amazon.awssdk.services.s3control.model.Privilege;
import software.amazon.awssdk.services.s3control.model.S3ControlException;

/** The S3 access of vended credentials, and their expiration. */
final class VendedCredentialsTest {
  private static ManualClock clock;
  private static AccessGrantsEmulator emulator;
  private static EmulatorClients clients;

  @BeforeAll
  static void start() throws Exception {
    clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    emulator =
        AccessGrantsEmulator.builder()
            .principal(ADMIN)
            .principal(ALICE)
            .bucket("lake", "other")
            .location("s3://", TestPrincipals.LOCATION_ROLE)
            .grant("s3://", "lake/alice/*", "alice", Permission.READWRITE)
            .grant("s3://", "lake/log*", "alice", Permission.READ)
            .objectGrant("s3://", "lake/single*key", "alice", Permission.READWRITE)
            .grant("s3://", "other/*", "alice", Permission.READ)
            .clock(clock)
            .start();
    clients = new EmulatorClients(emulator.endpoints());
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @BeforeEach
  void fill() {
    S3Client admin = clients.s3(ADMIN);
    for (String key :
        List.of(
            "alice/a", "alicex", "alice", "bob/b", "log", "log1/x", "single*key", "singleXkey")) {
      admin.putObject(r -> r.bucket("lake").key(key), RequestBody.fromString(key));
    }
    admin.putObject(r -> r.bucket("other").key("o"), RequestBody.fromString("o"));
    emulator.resetJournal();
  }

  @Test
  void read_reads_in_its_scope_only() {
    S3Client s3 = vended("s3://lake/alice/*", READ);
    assertThat(s3.getObjectAsBytes(r -> r.bucket("lake").key("alice/a")).asUtf8String())
        .isEqualTo("alice/a");
    assertThat(s3.headObject(r -> r.bucket("lake").key("alice/a")).contentLength()).isEqualTo(7);
    s3.getObjectAcl(r -> r.bucket("lake").key("alice/a"));
    for (String key : List.of("alice", "alicex", "bob/b", "log", "absent")) {
      denied(() -> s3.getObjectAsBytes(r -> r.bucket("lake").key(key)));
      denied(() -> s3.headObject(r -> r.bucket("lake").key(key)));
    }
    denied(() -> s3.getObjectAsBytes(r -> r.bucket("other").key("alice/a")));
  }

  @Test
  void read_does_not_write() {
    S3Client s3 = vended("s3://lake/alice/*", READ);
    denied(() -> s3.putObject(r -> r.bucket("lake").key("alice/new"), RequestBody.fromString("x")));
    denied(() -> s3.deleteObject(r -> r.bucket("lake").key("alice/a")));
    denied(
        () -> s3.putObjectAcl(r -> r.bucket("lake").key("alice/a").acl(ObjectCannedACL.PRIVATE)));
    denied(() -> s3.createMultipartUpload(r -> r.bucket("lake").key("alice/new")));
    assertThat(delete(s3, "alice/a")).containsExactly("alice/a");
    assertThat(clients.s3(ADMIN).headObject(r -> r.bucket("lake").key("alice/a")).contentLength())
        .isEqualTo(7);
  }

  @Test
  void write_writes_and_does_not_read() {
    S3Client s3 = vended("s3://lake/alice/*", WRITE);
    s3.putObject(r -> r.bucket("lake").key("alice/w"), RequestBody.fromString("w"));
    s3.putObjectAcl(r -> r.bucket("lake").key("alice/w").acl(ObjectCannedACL.PRIVATE));
    denied(() -> s3.getObjectAsBytes(r -> r.bucket("lake").key("alice/w")));
    denied(() -> s3.listObjectsV2(r -> r.bucket("lake").prefix("alice/")));
    denied(() -> s3.putObject(r -> r.bucket("lake").key("bob/w"), RequestBody.fromString("w")));
    s3.deleteObject(r -> r.bucket("lake").key("alice/w"));
  }

  @Test
  void listing_needs_a_prefix_in_the_scope() {
    S3Client s3 = vended("s3://lake/alice/*", READ);
    assertThat(s3.listObjectsV2(r -> r.bucket("lake").prefix("alice/")).keyCount()).isEqualTo(1);
    s3.listObjects(r -> r.bucket("lake").prefix("alice/deeper"));
    s3.listMultipartUploads(r -> r.bucket("lake").prefix("alice/"));
    denied(() -> s3.listObjectsV2(r -> r.bucket("lake").prefix("alice")));
    denied(() -> s3.listObjectsV2(r -> r.bucket("lake").prefix("")));
    denied(() -> s3.listObjectsV2(r -> r.bucket("lake")));
    denied(() -> s3.listObjects(r -> r.bucket("lake").prefix("bob/")));
    denied(() -> s3.listMultipartUploads(r -> r.bucket("lake")));
    denied(() -> s3.listObjectVersions(r -> r.bucket("lake").prefix("bob/")));
    denied(() -> s3.listObjectsV2(r -> r.bucket("other").prefix("alice/")));
  }

  /** Attributes, tags and locks are not in AWS's table of what a grant carries. */
  @Test
  void no_grant_carries_attributes_tags_or_locks() {
    S3Client s3 = vended("s3://lake/alice/*", READWRITE);
    S3Client admin = clients.s3(ADMIN);
    denied(() -> attributes(s3, "alice/a"));
    assertThat(attributes(admin, "alice/a").objectSize()).isEqualTo(7);
    denied(() -> s3.getObjectTagging(r -> r.bucket("lake").key("alice/a")));
    denied(() -> s3.deleteObjectTagging(r -> r.bucket("lake").key("alice/a")));
    denied(() -> put(s3, r -> r.tagging("a=b")));
    denied(() -> put(s3, r -> r.objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON)));
    denied(
        () ->
            put(
                s3,
                r ->
                    r.objectLockMode(ObjectLockMode.GOVERNANCE)
                        .objectLockRetainUntilDate(Instant.parse("2030-01-01T00:00:00Z"))));
    denied(() -> s3.createMultipartUpload(r -> r.bucket("lake").key("alice/new").tagging("a=b")));
    denied(
        () ->
            s3.copyObject(
                r ->
                    r.sourceBucket("lake")
                        .sourceKey("alice/a")
                        .destinationBucket("lake")
                        .destinationKey("alice/new")
                        .taggingDirective(TaggingDirective.REPLACE)
                        .tagging("a=b")));
    denied(
        () ->
            s3.deleteObject(r -> r.bucket("lake").key("alice/a").bypassGovernanceRetention(true)));
    // The same without what needs more.
    put(s3, r -> r.acl(ObjectCannedACL.PRIVATE));
    s3.copyObject(
        r ->
            r.sourceBucket("lake")
                .sourceKey("alice/a")
                .destinationBucket("lake")
                .destinationKey("alice/new"));
    s3.deleteObject(r -> r.bucket("lake").key("alice/new"));
  }

  private static GetObjectAttributesResponse attributes(S3Client s3, String key) {
    return s3.getObjectAttributes(
        r -> r.bucket("lake").key(key).objectAttributes(ObjectAttributes.OBJECT_SIZE));
  }

  private static void put(S3Client s3, Consumer<PutObjectRequest.Builder> change) {
    s3.putObject(
        r -> {
          r.bucket("lake").key("alice/new");
          change.accept(r);
        },
        RequestBody.fromString("x"));
  }

  @Test
  void prefix_scope_without_slash() {
    S3Client s3 = vended("s3://lake/log*", READ);
    s3.getObjectAsBytes(r -> r.bucket("lake").key("log"));
    s3.getObjectAsBytes(r -> r.bucket("lake").key("log1/x"));
    s3.listObjectsV2(r -> r.bucket("lake").prefix("log"));
    denied(() -> s3.listObjectsV2(r -> r.bucket("lake").prefix("lo")));
  }

  @Test
  void object_scope_is_that_object() {
    S3Client s3 =
        clients.s3(
            EmulatorClients.credentials(
                clients.vendObject(ALICE, "s3://lake/single*key", READWRITE)));
    s3.getObjectAsBytes(r -> r.bucket("lake").key("single*key"));
    denied(() -> s3.getObjectAsBytes(r -> r.bucket("lake").key("singleXkey")));
    denied(() -> s3.listObjectsV2(r -> r.bucket("lake").prefix("single*key")));
  }

  @Test
  void whole_bucket_operations_need_the_whole_bucket() {
    S3Client bucket = vended("s3://other/*", READ);
    assertThat(bucket.headBucket(r -> r.bucket("other")).bucketRegion()).isEqualTo("us-east-1");
    denied(() -> bucket.getBucketLocation(r -> r.bucket("other")));
    denied(() -> bucket.headBucket(r -> r.bucket("lake")));
    denied(bucket::listBuckets);
    denied(() -> bucket.createBucket(r -> r.bucket("fresh")));
    denied(() -> bucket.getBucketAcl(r -> r.bucket("other")));
    denied(() -> bucket.getObjectTagging(r -> r.bucket("other").key("o")));
    S3Client prefix = vended("s3://lake/alice/*", READ);
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(() -> prefix.headBucket(r -> r.bucket("lake")))
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(
                      e.awsErrorDetails()
                          .sdkHttpResponse()
                          .firstMatchingHeader("x-amz-bucket-region"))
                  .contains("us-east-1");
              assertThat(e.requestId()).isNotBlank();
            });
  }

  @Test
  void foreign_keys_are_left_out_of_a_delete() {
    S3Client s3 = vended("s3://lake/alice/*", WRITE);
    assertThat(delete(s3, "bob/b", "alice/a", "alicex")).containsExactly("bob/b", "alicex");
    clients.s3(ADMIN).headObject(r -> r.bucket("lake").key("bob/b"));
    clients.s3(ADMIN).headObject(r -> r.bucket("lake").key("alicex"));
    assertThat(delete(s3, "alice/a", "alice/absent")).isEmpty();
    assertThat(clients.s3(ADMIN).listObjectsV2(r -> r.bucket("lake").prefix("alice/")).keyCount())
        .isZero();
  }

  @Test
  void copy_needs_both_ends() {
    S3Client s3 = vended("s3://lake/alice/*", READWRITE);
    copy(s3, "lake", "alice/a", "alice/copy");
    denied(() -> copy(s3, "lake", "bob/b", "alice/copy"));
    denied(() -> copy(s3, "other", "o", "alice/copy"));
    denied(() -> copy(s3, "lake", "alice/a", "bob/copy"));
    S3Client writer = vended("s3://lake/alice/*", WRITE);
    denied(() -> copy(writer, "lake", "alice/a", "alice/copy"));
    s3.deleteObject(r -> r.bucket("lake").key("alice/copy"));
  }

  @Test
  void minimal_covers_the_target_only() {
    Credentials minimal =
        clients
            .control(ALICE)
            .getDataAccess(
                EmulatorClients.request("s3://lake/alice/deep/*", READ).toBuilder()
                    .privilege(Privilege.MINIMAL)
                    .build())
            .credentials();
    S3Client s3 = clients.s3(EmulatorClients.credentials(minimal));
    s3.listObjectsV2(r -> r.bucket("lake").prefix("alice/deep/"));
    denied(() -> s3.getObjectAsBytes(r -> r.bucket("lake").key("alice/a")));
  }

  @Test
  void they_carry_the_requested_permission_not_the_grants() {
    S3Client s3 = vended("s3://lake/alice/a", READ);
    s3.getObjectAsBytes(r -> r.bucket("lake").key("alice/a"));
    denied(() -> s3.putObject(r -> r.bucket("lake").key("alice/a"), RequestBody.fromString("x")));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"made-up", "of-another"})
  void only_their_own_token_will_do(String token) {
    Credentials vended = clients.vend(ALICE, "s3://lake/alice/*", READ);
    String sent =
        "of-another".equals(token)
            ? clients.vend(ALICE, "s3://lake/alice/*", READ).sessionToken()
            : token;
    S3Client s3 =
        clients.s3(
            StaticCredentialsProvider.create(
                sent == null
                    ? AwsBasicCredentials.create(vended.accessKeyId(), vended.secretAccessKey())
                    : AwsSessionCredentials.create(
                        vended.accessKeyId(), vended.secretAccessKey(), sent)));
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket("lake").key("alice/a")))
        .satisfies(
            e ->
                assertThat(e.awsErrorDetails().errorCode())
                    .isEqualTo(sent == null ? "InvalidAccessKeyId" : "InvalidToken"));
    assertThat(emulator.journal().operation("GetObject").entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.signer()).isEqualTo(SignerKind.UNKNOWN);
              assertThat(entry.principal()).isNull();
              assertThat(entry.accessKeyId()).isEqualTo(vended.accessKeyId());
            });
  }

  @Test
  void they_expire() {
    Credentials vended =
        clients
            .control(ALICE)
            .getDataAccess(
                EmulatorClients.request("s3://lake/alice/*", READ).toBuilder()
                    .durationSeconds(900)
                    .build())
            .credentials();
    assertThat(vended.expiration()).isEqualTo(clock.instant().plusSeconds(900));
    S3Client s3 = clients.s3(EmulatorClients.credentials(vended));
    clock.advance(Duration.ofSeconds(899));
    s3.getObjectAsBytes(r -> r.bucket("lake").key("alice/a"));
    clock.advance(Duration.ofSeconds(1));
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket("lake").key("alice/a")))
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ExpiredToken");
            });
  }

  @Test
  void they_vend_no_more() {
    var vended = EmulatorClients.credentials(clients.vend(ALICE, "s3://lake/alice/*", READ));
    assertThatExceptionOfType(S3ControlException.class)
        .isThrownBy(
            () ->
                clients
                    .control(vended, Region.US_EAST_1)
                    .getDataAccess(EmulatorClients.request("s3://lake/alice/*", READ)))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
    assertThat(clients.sts(vended).getCallerIdentity().arn()).contains(":assumed-role/");
  }

  @Test
  void a_principals_own_credentials_do_what_the_settings_say() {
    S3Client alice = clients.s3(ALICE);
    denied(() -> alice.getObjectAsBytes(r -> r.bucket("lake").key("alice/a")));
    assertThat(emulator.journal().signer(SignerKind.BASE).principal("alice").entries())
        .singleElement()
        .extracting(JournalEntry::status, JournalEntry::errorCode)
        .containsExactly(403, "AccessDenied");
    clients.s3(ADMIN).listBuckets();
  }

  private static S3Client vended(
      String target, software.amazon.awssdk.services.s3control.model.Permission permission) {
    return clients.s3(EmulatorClients.credentials(clients.vend(ALICE, target, permission)));
  }

  private static void copy(S3Client s3, String bucket, String from, String to) {
    s3.copyObject(
        r -> r.sourceBucket(bucket).sourceKey(from).destinationBucket("lake").destinationKey(to));
  }

  /** The keys that could not be deleted. */
  private static List<String> delete(S3Client s3, String... keys) {
    List<ObjectIdentifier> objects =
        Arrays.stream(keys).map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    DeleteObjectsResponse answer =
        s3.deleteObjects(r -> r.bucket("lake").delete(d -> d.objects(objects)));
    assertThat(answer.errors()).allMatch(error -> error.code().equals("AccessDenied"));
    List<String> refused = answer.errors().stream().map(S3Error::key).toList();
    assertThat(answer.deleted())
        .extracting(DeletedObject::key)
        .containsExactlyElementsOf(
            Arrays.stream(keys).filter(key -> !refused.contains(key)).toList());
    return refused;
  }

  private static void denied(ThrowingCallable call) {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
  }
}
