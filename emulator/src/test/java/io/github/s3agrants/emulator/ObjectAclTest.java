package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestLake;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AccessControlPolicy;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.Grantee;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** PutObjectAcl and GetObjectAcl: bodies byte for byte, canned ACLs, headers, permissions. */
final class ObjectAclTest {
  private static final String HEAD =
      "<AccessControlPolicy xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Owner><ID>2</ID>"
          + "<DisplayName>J&amp;Doe</DisplayName></Owner><AccessControlList>";
  private static final String TAIL = "</AccessControlList></AccessControlPolicy>";

  private static AccessGrantsEmulator emulator;
  private static EmulatorClients clients;
  private static S3Client admin;
  private static SignedHttp http;

  @BeforeAll
  static void start() throws Exception {
    emulator = TestLake.ofAlice(Permission.READWRITE).start();
    clients = new EmulatorClients(emulator.endpoints());
    admin = clients.s3(ADMIN);
    http = new SignedHttp(emulator.endpoints().s3(), ADMIN);
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @BeforeEach
  void write() {
    admin.putObject(r -> r.bucket("lake").key("k"), RequestBody.fromString("x"));
  }

  /** Each grantee type with the element that identifies the grantee. */
  @ParameterizedTest
  @CsvSource({
    "CanonicalUser, ID, 3",
    "AmazonCustomerByEmail, EmailAddress, jane@example.com",
    "Group, URI, http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
    "GroupLoginName, EmailAddress, analysts@example.com"
  })
  void every_grantee_is_kept_byte_for_byte(String type, String element, String name)
      throws Exception {
    byte[] body =
        ("<?xml version='1.0'?>\n<!-- odd  spacing -->"
                + HEAD
                + grant(type, "<" + element + ">" + name + "</" + element + ">")
                + TAIL
                + "\n")
            .getBytes(UTF_8);
    assertThat(http.send("PUT", "/lake/k?acl", body).statusCode()).isEqualTo(200);
    assertThat(http.send("GET", "/lake/k?acl", new byte[0]).body()).isEqualTo(body);
    assertThat(emulator.acl("lake", "k"))
        .hasValueSatisfying(acl -> assertThat(acl).isEqualTo(body));

    GetObjectAclResponse read = admin.getObjectAcl(r -> r.bucket("lake").key("k"));
    assertThat(read.owner().displayName()).isEqualTo("J&Doe");
    Grantee grantee = read.grants().get(0).grantee();
    assertThat(grantee.typeAsString()).isEqualTo(type);
    assertThat(
            List.of(
                String.valueOf(grantee.id()),
                String.valueOf(grantee.emailAddress()),
                String.valueOf(grantee.uri())))
        .contains(name);
  }

  @Test
  void the_sdks_own_body() {
    AccessControlPolicy policy =
        AccessControlPolicy.builder()
            .owner(o -> o.id("2").displayName("JDoe"))
            .grants(
                Grant.builder()
                    .permission("FULL_CONTROL")
                    .grantee(g -> g.type("GroupLoginName").emailAddress("analysts@example.com"))
                    .build(),
                Grant.builder()
                    .permission("READ")
                    .grantee(g -> g.type("CanonicalUser").id("3"))
                    .build())
            .build();
    admin.putObjectAcl(r -> r.bucket("lake").key("k").accessControlPolicy(policy));
    assertThat(admin.getObjectAcl(r -> r.bucket("lake").key("k")).grants())
        .isEqualTo(policy.grants());
  }

  @Test
  void follows_the_object() throws Exception {
    byte[] body = acl();
    for (String change : List.of("overwrite", "copy", "delete", "deleteMany")) {
      admin.putObject(r -> r.bucket("lake").key("f"), RequestBody.fromString("x"));
      assertThat(http.send("PUT", "/lake/f?acl", body).statusCode()).isEqualTo(200);
      assertThat(emulator.acl("lake", "f")).isPresent();
      switch (change) {
        case "overwrite" ->
            admin.putObject(r -> r.bucket("lake").key("f"), RequestBody.fromString("y"));
        case "copy" ->
            admin.copyObject(
                r ->
                    r.sourceBucket("lake")
                        .sourceKey("k")
                        .destinationBucket("lake")
                        .destinationKey("f"));
        case "delete" -> admin.deleteObject(r -> r.bucket("lake").key("f"));
        default ->
            admin.deleteObjects(
                r ->
                    r.bucket("lake")
                        .delete(d -> d.objects(ObjectIdentifier.builder().key("f").build())));
      }
      assertThat(emulator.acl("lake", "f")).as(change).isEmpty();
    }
    assertThat(http.send("PUT", "/lake/f?acl", body).statusCode()).isEqualTo(404);
    assertThat(http.send("GET", "/lake/f?acl", new byte[0]).statusCode()).isEqualTo(404);
    assertThat(http.send("GET", "/none/f?acl", new byte[0]).text()).contains("NoSuchBucket");
  }

  @ParameterizedTest
  @CsvSource({
    "private, 1",
    "public-read, 2",
    "public-read-write, 3",
    "authenticated-read, 2",
    "aws-exec-read, 1",
    "bucket-owner-read, 1",
    "bucket-owner-full-control, 1"
  })
  void canned_acls(String name, int grants) {
    admin.putObjectAcl(r -> r.bucket("lake").key("k").acl(name));
    GetObjectAclResponse read = admin.getObjectAcl(r -> r.bucket("lake").key("k"));
    assertThat(read.grants()).hasSize(grants);
    assertThat(read.grants().get(0).permissionAsString()).isEqualTo("FULL_CONTROL");
    assertThat(read.grants().get(0).grantee().id()).isEqualTo(read.owner().id());
    List<Grant> granted = read.grants();

    admin.putObject(r -> r.bucket("lake").key("k").acl(name), RequestBody.fromString("x"));
    assertThat(grantsOf("k")).isEqualTo(granted);
    admin.copyObject(
        r ->
            r.sourceBucket("lake")
                .sourceKey("k")
                .destinationBucket("lake")
                .destinationKey("copy")
                .acl(name));
    assertThat(grantsOf("copy")).isEqualTo(granted);
    String upload =
        admin.createMultipartUpload(r -> r.bucket("lake").key("parts").acl(name)).uploadId();
    String eTag =
        admin
            .uploadPart(
                r -> r.bucket("lake").key("parts").uploadId(upload).partNumber(1),
                RequestBody.fromString("x"))
            .eTag();
    admin.completeMultipartUpload(
        r ->
            r.bucket("lake")
                .key("parts")
                .uploadId(upload)
                .multipartUpload(
                    m -> m.parts(CompletedPart.builder().partNumber(1).eTag(eTag).build())));
    assertThat(grantsOf("parts")).isEqualTo(granted);
    // A copy does not inherit its source's ACL.
    admin.copyObject(
        r ->
            r.sourceBucket("lake").sourceKey("k").destinationBucket("lake").destinationKey("copy"));
    assertThat(grantsOf("copy")).hasSize(1);
  }

  private static List<Grant> grantsOf(String key) {
    return admin.getObjectAcl(r -> r.bucket("lake").key(key)).grants();
  }

  @Test
  void grant_headers() {
    admin.putObjectAcl(
        r ->
            r.bucket("lake")
                .key("k")
                .grantRead("id=\"3\", emailAddress=\"a<b@example.com\"")
                .grantFullControl("uri=\"http://acs.amazonaws.com/groups/global/AllUsers\""));
    assertThat(admin.getObjectAcl(r -> r.bucket("lake").key("k")).grants())
        .extracting(g -> g.permissionAsString() + " " + g.grantee().typeAsString())
        .containsExactly("FULL_CONTROL Group", "READ CanonicalUser", "READ AmazonCustomerByEmail");
    admin.putObject(r -> r.bucket("lake").key("k").grantRead("id=9"), RequestBody.fromString("x"));
    assertThat(admin.getObjectAcl(r -> r.bucket("lake").key("k")).grants())
        .extracting(g -> g.grantee().id())
        .containsExactly("9");
    refused(
        400, "InvalidArgument", () -> admin.putObjectAcl(r -> r.bucket("lake").key("k").acl("x")));
    refused(
        400,
        "InvalidArgument",
        () ->
            admin.putObject(
                r -> r.bucket("lake").key("k").acl("x"), RequestBody.fromString("never")));
    refused(
        400,
        "InvalidArgument",
        () -> admin.createMultipartUpload(r -> r.bucket("lake").key("k").acl("x")));
    refused(
        400,
        "InvalidArgument",
        () -> admin.putObjectAcl(r -> r.bucket("lake").key("k").grantRead("nobody")));
    refused(
        400,
        "InvalidRequest",
        () -> admin.putObjectAcl(r -> r.bucket("lake").key("k").acl("private").grantRead("id=1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<AccessControlPolicy/>",
        "<Other/>",
        HEAD + "<Grant/>" + TAIL,
        HEAD + "<Grant><Permission>READ</Permission></Grant>" + TAIL,
        HEAD + "<Extra/>" + TAIL,
        "<AccessControlPolicy a='b'><Owner><ID>2</ID></Owner><AccessControlList/></AccessControlPolicy>",
        "<AccessControlPolicy><AccessControlList/></AccessControlPolicy>"
      })
  void what_is_not_an_acl(String body) throws Exception {
    assertRefused(body, "MalformedACLError");
  }

  static List<String> grantsThatAreNone() {
    return List.of(
        grant("Nobody", "<ID>1</ID>"),
        grant("CanonicalUser", "<EmailAddress>a@b</EmailAddress>"),
        grant("Group", "<ID>1</ID>"),
        grant("GroupLoginName", "<ID>1</ID>"),
        grant("CanonicalUser", "<ID>1</ID><ID>2</ID>"),
        grant("CanonicalUser", "<ID> </ID>"),
        grant("CanonicalUser", "<ID>1</ID>").replace("READ", "EVERYTHING"),
        grant("CanonicalUser", "<ID>1</ID>").repeat(101));
  }

  @ParameterizedTest
  @MethodSource("grantsThatAreNone")
  void grants_that_are_not_grants(String grants) throws Exception {
    assertRefused(HEAD + grants + TAIL, "MalformedACLError");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<AccessControlPolicy>",
        "not xml",
        "<!DOCTYPE a [<!ENTITY e 'x'>]><AccessControlPolicy>&e;</AccessControlPolicy>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><AccessControlPolicy/>"
      })
  void what_is_not_xml(String body) throws Exception {
    assertRefused(body, "MalformedXML");
  }

  @Test
  void too_large_and_empty() throws Exception {
    String large = HEAD + "<!--" + "x".repeat(130 * 1024) + "-->" + TAIL;
    assertRefused(large, "MalformedACLError");
    assertRefused("<a>".repeat(30_000), "MalformedACLError");
    assertRefused("", "MissingSecurityHeader");
  }

  @Test
  void permissions() {
    S3Client alice =
        clients.s3(
            EmulatorClients.credentials(
                clients.vend(
                    ALICE,
                    "s3://lake/alice/*",
                    software.amazon.awssdk.services.s3control.model.Permission.READ)));
    admin.putObject(r -> r.bucket("lake").key("alice/k"), RequestBody.fromString("x"));
    assertThat(alice.getObjectAcl(r -> r.bucket("lake").key("alice/k")).grants()).hasSize(1);
    refused(403, "AccessDenied", () -> alice.getObjectAcl(r -> r.bucket("lake").key("k")));
    refused(
        403,
        "AccessDenied",
        () -> alice.putObjectAcl(r -> r.bucket("lake").key("alice/k").acl("private")));
    S3Client writer =
        clients.s3(
            EmulatorClients.credentials(
                clients.vend(
                    ALICE,
                    "s3://lake/alice/*",
                    software.amazon.awssdk.services.s3control.model.Permission.WRITE)));
    writer.putObjectAcl(r -> r.bucket("lake").key("alice/k").acl("public-read"));
    refused(403, "AccessDenied", () -> writer.getObjectAcl(r -> r.bucket("lake").key("alice/k")));
  }

  private static void assertRefused(String body, String code) throws Exception {
    SignedHttp.Answer answer = http.send("PUT", "/lake/k?acl", body.getBytes(UTF_8));
    assertThat(answer.text()).contains("<Code>" + code + "</Code>");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(emulator.acl("lake", "k")).isEmpty();
  }

  private static void refused(int status, String code, Runnable call) {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(call::run)
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }

  private static byte[] acl() {
    return (HEAD + grant("CanonicalUser", "<ID>3</ID>") + TAIL).getBytes(UTF_8);
  }

  private static String grant(String type, String name) {
    return "<Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\""
        + type
        + "\">"
        + name
        + "</Grantee><Permission>READ</Permission></Grant>";
  }
}
