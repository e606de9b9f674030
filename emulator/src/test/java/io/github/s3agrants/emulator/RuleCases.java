package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.LOCATION_ROLE;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.CreateAccessGrantRequest;
import software.amazon.awssdk.services.s3control.model.GetAccessGrantsLocationRequest;
import software.amazon.awssdk.services.s3control.model.GetDataAccessRequest;
import software.amazon.awssdk.services.s3control.model.ListAccessGrantsRequest;
import software.amazon.awssdk.services.s3control.model.Permission;
import software.amazon.awssdk.services.s3control.model.Tag;

/** One request for each rule, which breaks that rule and no other. */
final class RuleCases {
  static final String OTHER = TestPrincipals.OTHER_ACCOUNT;

  /** An administrator of another account, which has no instance until a case creates one. */
  static final Principal STRANGER =
      TestPrincipals.named("stranger", "arn:aws:iam::444455556666:user/stranger").asAdministrator();

  /** A location's role whose sessions last an hour at most. */
  static final String SHORT_ROLE = "arn:aws:iam::111122223333:role/short";

  private static final String ACCOUNT = TestPrincipals.ACCOUNT;
  private static final String EMPTY = "777788889999";
  private static final String INSTANCE = "arn:aws:s3:us-east-1:111122223333:access-grants/default";
  private static final String CENTER = "arn:aws:sso:::instance/ssoins-1234567890abcdef";
  private static final String USER = "a1b2c3d4-5678-90ab-cdef-000000000001";
  private static final String PATH = "/v20180820/accessgrantsinstance";
  private static final Duration SKEWED = Duration.ofMinutes(16);

  /** The error of a rejected request. */
  record Refusal(int status, String code) {}

  /** A request that is rejected, with an exception of the SDK or with a returned error. */
  interface Breach {
    Refusal run() throws Exception;
  }

  private final Map<String, Breach> breaches = new LinkedHashMap<>();
  private final RawCalls raw;
  private final EmulatorClients clients;
  private final S3ControlClient admin;
  private final S3ControlClient alice;
  private final S3ControlClient stranger;

  RuleCases(AccessGrantsEmulator emulator, EmulatorClients clients) {
    this.raw = new RawCalls(emulator.endpoints());
    this.clients = clients;
    this.admin = clients.control(ADMIN);
    this.alice = clients.control(ALICE);
    this.stranger = clients.control(STRANGER);
  }

  Map<String, Breach> all() {
    anyRequest();
    instances();
    identityCenterAndPolicies();
    locations();
    grants();
    tags();
    dataAccess();
    signatures();
    sts();
    return breaches;
  }

  private void anyRequest() {
    add("C1", () -> admin.listAccessGrants(r -> r.accountId("12345")));
    breaches.put("C2", () -> raw.control(ADMIN, "POST", PATH + "/location", "<a><b></a>"));
    breaches.put("C3", () -> raw.control(ADMIN, "POST", PATH + "/location", "<Other/>"));
    breaches.put(
        "C4",
        () ->
            raw.control(
                ADMIN,
                "POST",
                PATH,
                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><CreateAccessGrantsInstanceRequest/>"));
    breaches.put("C5", () -> raw.control(ADMIN, "POST", PATH, "x".repeat(10_000_000)));
    breaches.put("C12", () -> raw.control(ADMIN, "POST", PATH, nested(17)));
    breaches.put(
        "C13", () -> raw.control(ADMIN, "POST", PATH, "<a>" + "<b/>".repeat(20_000) + "</a>"));
    breaches.put("C6", () -> raw.control(ADMIN, "PATCH", PATH, ""));
    add("C7", () -> admin.listAccessGrants(r -> r.accountId(ACCOUNT).maxResults(1001)));
    add("C8", () -> admin.listAccessGrantsLocations(r -> r.accountId(ACCOUNT).nextToken("none")));
    add("C9", () -> alice.listAccessGrants(r -> r.accountId(ACCOUNT)));
    add("C10", this::vendedCredentialsOnControl);
    add("C11", () -> admin.getAccessGrantsInstance(r -> r.accountId(EMPTY)));
  }

  private static String nested(int depth) {
    return "<a>".repeat(depth) + "</a>".repeat(depth);
  }

  private void vendedCredentialsOnControl() {
    var vended = clients.vend(ALICE, "s3://lake/alice/*", Permission.READ);
    S3ControlClient control =
        clients.control(EmulatorClients.credentials(vended), Region.US_EAST_1);
    var unused =
        control.getDataAccess(EmulatorClients.request("s3://lake/alice/*", Permission.READ));
  }

  private void instances() {
    add("I1", () -> admin.createAccessGrantsInstance(r -> r.accountId(ACCOUNT)));
    add(
        "I2",
        () ->
            stranger.createAccessGrantsInstance(
                r -> r.accountId(OTHER).identityCenterArn("arn:aws:sso:::application/x")));
    add("I3", () -> admin.deleteAccessGrantsInstance(r -> r.accountId(ACCOUNT)));
    add("I4", this::deleteAnAssociatedInstance);
    add("I5", () -> admin.createAccessGrantsInstance(r -> r.accountId(EMPTY)));
    add(
        "I6",
        () ->
            admin.getAccessGrantsInstanceForPrefix(
                r -> r.accountId(ACCOUNT).s3Prefix("s3://no-such-bucket/x")));
    add(
        "I7",
        () -> admin.getAccessGrantsInstanceForPrefix(r -> r.accountId(ACCOUNT).s3Prefix("lake/x")));
    add(
        "I8",
        () ->
            admin.associateAccessGrantsIdentityCenter(
                r -> r.accountId(ACCOUNT).identityCenterArn(CENTER + "x".repeat(1224))));
  }

  private void deleteAnAssociatedInstance() {
    associated(() -> stranger.deleteAccessGrantsInstance(r -> r.accountId(OTHER)));
  }

  /**
   * Runs with an associated instance in the stranger's account, and deletes the instance
   * afterwards.
   */
  private void associated(Runnable breach) {
    stranger.createAccessGrantsInstance(r -> r.accountId(OTHER).identityCenterArn(CENTER));
    try {
      breach.run();
    } finally {
      stranger.dissociateAccessGrantsIdentityCenter(r -> r.accountId(OTHER));
      stranger.deleteAccessGrantsInstance(r -> r.accountId(OTHER));
    }
  }

  private void identityCenterAndPolicies() {
    add(
        "N1",
        () ->
            associated(
                () ->
                    stranger.associateAccessGrantsIdentityCenter(
                        r -> r.accountId(OTHER).identityCenterArn(CENTER + "0"))));
    add("N2", () -> admin.dissociateAccessGrantsIdentityCenter(r -> r.accountId(ACCOUNT)));
    policy("P1", "x".repeat(350_001));
    policy("P2", "{");
    policy("P3", statement("\"Effect\":\"Perhaps\",\"Principal\":\"*\""));
    policy("P4", statement("\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"alice\"}"));
    policy("P5", statement("\"Effect\":\"Allow\",\"NotPrincipal\":{\"AWS\":\"*\"}"));
    add(
        "P6",
        () ->
            admin.putAccessGrantsInstanceResourcePolicy(
                r ->
                    r.accountId(ACCOUNT)
                        .policy(statement("\"Effect\":\"Allow\",\"Principal\":\"*\""))
                        .organization("o-UPPERCASE00")));
    add("P7", () -> admin.getAccessGrantsInstanceResourcePolicy(r -> r.accountId(ACCOUNT)));
    add("P8", () -> admin.deleteAccessGrantsInstanceResourcePolicy(r -> r.accountId(ACCOUNT)));
  }

  private void policy(String id, String policy) {
    add(
        id,
        () ->
            admin.putAccessGrantsInstanceResourcePolicy(r -> r.accountId(ACCOUNT).policy(policy)));
  }

  private static String statement(String members) {
    return "{\"Statement\":[{" + members + ",\"Action\":\"s3:GetDataAccess\",\"Resource\":\"*\"}]}";
  }

  private void locations() {
    location("L1", "s3://lake/" + "x".repeat(2000), LOCATION_ROLE);
    location("L2", "lake/x", LOCATION_ROLE);
    location("L3", "s3://lake/*/x", LOCATION_ROLE);
    location("L4", "s3://lake/new", "arn:aws:iam::111122223333:user/x");
    location("L5", "s3://lake/new", LOCATION_ROLE + "x".repeat(2048));
    location("L6", "s3://lake/registered/", LOCATION_ROLE);
    location("L7", "s3://lake/registered/*", LOCATION_ROLE);
    add("L8", () -> admin.getAccessGrantsLocation(byId("none")));
    add("L9", () -> admin.getAccessGrantsLocation(byId("a_b")));
    add("L10", () -> admin.getAccessGrantsLocation(byId("a".repeat(65))));
    add(
        "L11",
        () ->
            admin.deleteAccessGrantsLocation(
                r -> r.accountId(ACCOUNT).accessGrantsLocationId("default")));
    add(
        "L13",
        () ->
            admin.updateAccessGrantsLocation(
                r ->
                    r.accountId(ACCOUNT)
                        .accessGrantsLocationId("default")
                        .iamRoleArn("arn:aws:iam::111122223333:user/x")));
  }

  private static Consumer<GetAccessGrantsLocationRequest.Builder> byId(String id) {
    return r -> r.accountId(ACCOUNT).accessGrantsLocationId(id);
  }

  private void location(String id, String scope, String role) {
    add(
        id,
        () ->
            admin.createAccessGrantsLocation(
                r -> r.accountId(ACCOUNT).locationScope(scope).iamRoleArn(role)));
  }

  private void grants() {
    grant("G1", r -> r.accessGrantsLocationId("none"));
    grant("G2", r -> r.accessGrantsLocationConfiguration(c -> c.s3SubPrefix(null)));
    subPrefix("G3", "*");
    subPrefix("G4", "lake/x");
    subPrefix("G5", "lake/*/x*");
    subPrefix("G6", "lake/" + "x".repeat(1995) + "*");
    grant("G7", r -> r.grantee(g -> g.granteeType("GROUP").granteeIdentifier(ALICE.arn())));
    grant("G8", r -> r.grantee(g -> g.granteeType("IAM").granteeIdentifier("alice")));
    grant("G9", r -> r.grantee(g -> g.granteeType("DIRECTORY_USER").granteeIdentifier("alice")));
    grant("G10", r -> r.grantee(g -> g.granteeType("DIRECTORY_USER").granteeIdentifier(USER)));
    grant("G11", r -> r.permission("LIST"));
    grant("G12", r -> r.s3PrefixType("Prefix"));
    grant(
        "G13",
        r ->
            r.s3PrefixType("Object")
                .accessGrantsLocationConfiguration(c -> c.s3SubPrefix("lake/")));
    grant("G14", r -> r.applicationArn("arn:aws:sso:::application/x"));
    subPrefix("G15", "lake/alice/*");
    subPrefix("G24", "no-such-bucket/*");
    add("G16", () -> admin.getAccessGrant(r -> r.accountId(ACCOUNT).accessGrantId("none")));
    add("G17", () -> admin.deleteAccessGrant(r -> r.accountId(ACCOUNT).accessGrantId("none")));
    add("G18", () -> admin.getAccessGrant(r -> r.accountId(ACCOUNT).accessGrantId("a.b")));
    grant(
        "G20",
        r ->
            r.grantee(
                g ->
                    g.granteeType("IAM")
                        .granteeIdentifier("arn:aws:sts::111122223333:assumed-role/etl/x")));
    add(
        "G21",
        () ->
            admin.listAccessGrants(
                ListAccessGrantsRequest.builder().accountId(ACCOUNT).granteeType("ROLE").build()));
    add(
        "G22",
        () -> alice.listCallerAccessGrants(r -> r.accountId(ACCOUNT).grantScope("lake/alice")));
    breaches.put(
        "G23",
        () -> raw.control(ALICE, "GET", PATH + "/caller/grants?allowedByApplication=perhaps", ""));
  }

  private void subPrefix(String id, String subPrefix) {
    grant(id, r -> r.accessGrantsLocationConfiguration(c -> c.s3SubPrefix(subPrefix)));
  }

  private void grant(String id, Consumer<CreateAccessGrantRequest.Builder> change) {
    CreateAccessGrantRequest.Builder request =
        CreateAccessGrantRequest.builder()
            .accountId(ACCOUNT)
            .accessGrantsLocationId("default")
            .accessGrantsLocationConfiguration(c -> c.s3SubPrefix("lake/" + id + "/*"))
            .grantee(g -> g.granteeType("IAM").granteeIdentifier(ALICE.arn()))
            .permission(Permission.READ);
    change.accept(request);
    add(id, () -> admin.createAccessGrant(request.build()));
  }

  private void tags() {
    List<Tag> fifty = IntStream.range(0, 50).mapToObj(i -> tag("k" + i, "v")).toList();
    grant("T1", r -> r.tags(IntStream.range(0, 51).mapToObj(i -> tag("k" + i, "v")).toList()));
    grant("T2", r -> r.tags(tag("k".repeat(129), "v")));
    grant("T3", r -> r.tags(tag("k", "v".repeat(257))));
    grant("T4", r -> r.tags(tag("k", "v*")));
    grant("T5", r -> r.tags(tag("k", "1"), tag("k", "2")));
    grant("T6", r -> r.tags(tag("aws:k", "v")));
    add(
        "T7",
        () -> {
          admin.tagResource(r -> r.accountId(ACCOUNT).resourceArn(INSTANCE).tags(fifty));
          admin.tagResource(r -> r.accountId(ACCOUNT).resourceArn(INSTANCE).tags(tag("one", "")));
        });
    add(
        "T8",
        () ->
            admin.listTagsForResource(
                r -> r.accountId(ACCOUNT).resourceArn(INSTANCE + "/grant/none")));
    add(
        "T9",
        () -> admin.listTagsForResource(r -> r.accountId(ACCOUNT).resourceArn("arn:aws:sqs:x")));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private void dataAccess() {
    ask("D1", r -> r.target("lake/alice/x"));
    ask("D2", r -> r.target("s3://*"));
    ask("D3", r -> r.target("s3://lake/alice/" + "x".repeat(2000)));
    ask("D4", r -> r.target("s3://lake/alice/*/x"));
    ask("D5", r -> r.permission("LIST"));
    ask("D6", r -> r.durationSeconds(899));
    ask("D7", r -> r.durationSeconds(43_201));
    ask("D8", r -> r.privilege("Most"));
    ask("D9", r -> r.targetType("Prefix"));
    ask("D10", r -> audit(r, "x".repeat(2049)));
    ask("D11", r -> audit(r, "a\u0007b"));
    ask("D12", r -> r.permission(Permission.WRITE));
    ask("D14", r -> r.target("s3://lake/short/*").durationSeconds(3601));
  }

  private static void audit(GetDataAccessRequest.Builder request, String context) {
    request.overrideConfiguration(o -> o.putRawQueryParameter("auditContext", context));
  }

  private void ask(String id, Consumer<GetDataAccessRequest.Builder> change) {
    GetDataAccessRequest.Builder request =
        EmulatorClients.request("s3://lake/alice/*", Permission.READ).toBuilder();
    change.accept(request);
    add(id, () -> alice.getDataAccess(request.build()));
  }

  private void signatures() {
    Principal impostor = Principal.of("x", ALICE.accessKey(), "wrong-secret", ALICE.arn());
    Principal nobody = Principal.of("x", "AKIANOBODY0000000000", "s", ALICE.arn());
    Clock past = Clock.offset(Clock.systemUTC(), SKEWED.negated());
    Clock future = Clock.offset(Clock.systemUTC(), SKEWED);
    String identity = "Action=GetCallerIdentity&Version=2011-06-15";
    breaches.put("A1", () -> raw.unsigned("GET", PATH, ""));
    breaches.put("A2", () -> raw.control(ADMIN, "GET", PATH, "", past));
    breaches.put("A3", () -> raw.control(ADMIN, "GET", PATH, "", future));
    breaches.put("A4", () -> raw.control(impostor, "GET", PATH, ""));
    breaches.put("A5", () -> raw.control(nobody, "GET", PATH, ""));
    breaches.put("A6", () -> raw.signedFor("sts", ADMIN, PATH));
    breaches.put("A8", () -> raw.unsigned("POST", "/sts", identity));
    breaches.put("A9", () -> raw.sts(ADMIN, identity, past));
    breaches.put("A10", () -> raw.sts(impostor, identity));
    breaches.put("A11", () -> raw.sts(nobody, identity));
    breaches.put("A12", () -> raw.authorization("/sts", "AWS4-HMAC-SHA256 x", identity));
  }

  private void sts() {
    breaches.put("S1", () -> raw.sts(ALICE, "Version=2011-06-15"));
    breaches.put("S3", () -> raw.sts(ALICE, "Action=AssumeRole&RoleArn=x&RoleSessionName=xx"));
  }

  private void add(String id, Runnable breach) {
    breaches.put(
        id,
        () -> {
          breach.run();
          return new Refusal(200, "none");
        });
  }
}
