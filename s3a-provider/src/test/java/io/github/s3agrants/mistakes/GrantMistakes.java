package io.github.s3agrants.mistakes;

import static io.github.s3agrants.mistakes.Mistakes.ACCOUNT_ID;
import static io.github.s3agrants.mistakes.Mistakes.CONTROL;
import static io.github.s3agrants.mistakes.Mistakes.REGION;
import static io.github.s3agrants.mistakes.Mistakes.SOON;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static io.github.s3agrants.testkit.TestPrincipals.SESSION;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.HttpRequest;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.fixture.ScriptedServer;
import io.github.s3agrants.testkit.TestLake;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.fs.s3a.AWSBadRequestException;
import org.apache.hadoop.fs.s3a.UnknownStoreException;

/**
 * Grants, policies and roles that are missing or another's, and what S3 refuses in spite of them.
 */
final class GrantMistakes {
  private static final String XML = "Content-Type: application/xml\r\n";
  private static final String NO_INSTANCE = "AccessGrantsInstanceNotExistsError";
  private static final String NO_GRANT = "S3 Access Grants gave no credentials for";
  private static final String NEEDED = "Needed: a grant of";

  private GrantMistakes() {}

  static List<Mistake> all() {
    return List.of(
        refused(
            "account wrong",
            scene -> scene.set(ACCOUNT_ID, TestPrincipals.OTHER_ACCOUNT),
            List.of(NO_INSTANCE, ACCOUNT_ID),
            TestPrincipals.OTHER_ACCOUNT),
        refused(
            "Region of another instance",
            scene -> scene.set(REGION, "eu-west-1"),
            List.of("AuthorizationHeaderMalformed", REGION),
            "eu-west-1"),
        refused(
            "no instance",
            scene -> scene.lake(ALICE, S3AFixture.of(TestLake.withoutInstance())),
            List.of(NO_INSTANCE, ACCOUNT_ID),
            "user/alice"),
        refused(
            "no grant",
            scene -> scene.lake(ALICE, builder -> {}),
            List.of(NO_GRANT, NEEDED),
            "as arn:aws:iam::111122223333:user/alice"),
        refused(
            "grant to another principal",
            scene -> scene.lake(ALICE, S3AFixture.grant(BOB, Permission.READWRITE, "lake/alice/*")),
            List.of(NO_GRANT, NEEDED),
            "as arn:aws:iam::111122223333:user/alice"),
        refused(
            "grant to a session in place of its role",
            GrantMistakes::session,
            List.of(NEEDED, "Grants are made to users and roles, never to a session"),
            "GranteeIdentifier=arn:aws:iam::111122223333:role/etl"),
        refused(
            "s3:GetDataAccess missing",
            GrantMistakes::withoutGetDataAccess,
            List.of(
                "is not authorized to perform: s3:GetDataAccess",
                "Needed: an IAM policy that allows the caller s3:GetDataAccess on the instance"),
            "user/alice"),
        refused(
            "s3:GetAccessGrantsInstanceForPrefix missing",
            scene ->
                fault(
                    scene, ControlOperation.GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX, Fault.denied()),
            List.of(
                "Needed: an IAM policy that allows the caller s3:GetAccessGrantsInstanceForPrefix",
                ACCOUNT_ID),
            "user/alice"),
        refused(
            "role of the location without trust",
            scene ->
                fault(
                    scene,
                    ControlOperation.GET_DATA_ACCESS,
                    Fault.error(403, "StsNotAuthorizedError")),
            List.of(
                "StsNotAuthorizedError",
                "There is a grant, but S3 Access Grants may not assume the role of its location"),
            "trust policy"),
        new Mistake(
            "bucket misspelt",
            scene -> scene.path("s3a://lakke/alice/f"),
            UnknownStoreException.class,
            SOON,
            List.of("There is no bucket", "Check the bucket's name"),
            List.of("There is no bucket lakke")),
        new Mistake(
            "bucket misspelt, Region not set",
            scene -> {
              scene.path("s3a://lakke/alice/f");
              scene.conf().unset("fs.s3a.endpoint.region");
            },
            UnknownStoreException.class,
            SOON,
            List.of("There is no bucket", "Check the bucket's name"),
            List.of("There is no bucket lakke")),
        refused(
            "KMS key refused",
            scene ->
                s3(
                    scene,
                    request -> request.method().equals("GET"),
                    403,
                    error(
                        "AccessDenied",
                        "User: arn:aws:sts::111122223333:assumed-role/s3ag-location-role/access-grants"
                            + " is not authorized to perform: kms:Decrypt on the resource associated"
                            + " with this ciphertext because no resource-based policy allows the"
                            + " kms:Decrypt action")),
            List.of("is not authorized to perform: kms:", "and S3 refused them"),
            "kms:Decrypt"),
        new Mistake(
            "ACL on a bucket whose owner owns all objects",
            scene -> {
              scene.call(Scene.WRITE);
              scene.set("fs.s3a.acl.default", "BucketOwnerFullControl");
              s3(
                  scene,
                  request -> request.method().equals("PUT"),
                  400,
                  error("AccessControlListNotSupported", "The bucket does not allow ACLs"));
            },
            AWSBadRequestException.class,
            SOON,
            List.of("AccessControlListNotSupported", "The bucket does not allow ACLs"),
            List.of()));
  }

  private static void session(Scene scene) throws IOException {
    scene.lake(SESSION, builder -> builder.principal(SESSION));
    scene.set("fs.s3a.session.token", SESSION.sessionToken());
    scene.set(
        "fs.s3a.accessgrants.credentials.provider",
        "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider");
  }

  /** IAM user guide, troubleshoot access denied error messages. */
  private static void withoutGetDataAccess(Scene scene) throws IOException {
    String refusal =
        "User: "
            + ALICE.arn()
            + " is not authorized to perform: s3:GetDataAccess on resource: arn:aws:s3:us-east-1:"
            + TestPrincipals.ACCOUNT
            + ":access-grants/default because no identity-based policy allows the s3:GetDataAccess"
            + " action";
    URI control = scene.lake().emulator.endpoints().s3Control();
    scene.set(
        CONTROL,
        scene
            .closing(
                ScriptedServer.before(
                    control,
                    request -> request.target().contains("/dataaccess"),
                    (request, out) ->
                        ScriptedServer.write(
                            out,
                            403,
                            XML,
                            "<ErrorResponse>"
                                + error("AccessDenied", refusal)
                                + "</ErrorResponse>")))
            .uri());
  }

  private static String error(String code, String message) {
    return "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>";
  }

  /** Makes S3 answer some requests with an error. */
  private static void s3(Scene scene, Predicate<HttpRequest> which, int status, String error)
      throws IOException {
    URI s3 = scene.lake().emulator.endpoints().s3();
    scene.set(
        "fs.s3a.endpoint",
        scene
            .closing(
                ScriptedServer.before(
                    s3, which, (request, out) -> ScriptedServer.write(out, status, XML, error)))
            .uri());
  }

  private static void fault(Scene scene, ControlOperation operation, Fault fault) {
    scene.lake().emulator.faults().set(operation, fault);
  }

  private static Mistake refused(
      String name, Mistake.Setup setup, List<String> words, String detail) {
    return new Mistake(name, setup, AccessDeniedException.class, SOON, words, List.of(detail));
  }
}
