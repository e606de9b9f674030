package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.FieldValidation;
import io.github.s3agrants.emulator.grants.Grant;
import io.github.s3agrants.emulator.grants.Grantee;
import io.github.s3agrants.emulator.grants.GranteeType;
import io.github.s3agrants.emulator.grants.Grants;
import io.github.s3agrants.emulator.grants.NewGrant;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.util.Optional;

/** Access grants in XML. */
final class GrantDocuments {
  private GrantDocuments() {}

  static NewGrant parse(ControlRequest call) throws AwsException {
    XmlElement root = Documents.parse(call, "CreateAccessGrantRequest");
    XmlElement grantee =
        root.child("Grantee").orElseThrow(() -> Fields.invalid("Grantee", "is required"));
    GranteeType type =
        FieldValidation.oneOf(
            Documents.required(grantee, "GranteeType"), "GranteeType", GranteeType.class);
    Optional<XmlElement> configuration = root.child("AccessGrantsLocationConfiguration");
    return new NewGrant(
        Documents.required(root, "AccessGrantsLocationId"),
        configuration.flatMap(element -> element.childText("S3SubPrefix")).orElse(null),
        Fields.isObject(root.childText("S3PrefixType"), "S3PrefixType"),
        new Grantee(type, Documents.required(grantee, "GranteeIdentifier")),
        Fields.permission(root.childText("Permission")),
        root.childText("ApplicationArn").orElse(null),
        Documents.tags(root));
  }

  /** The members that every response about a grant has. */
  static XmlElement render(String elementName, Grants.View view) {
    Grant grant = view.grant();
    return XmlElement.of(
        elementName,
        XmlElement.of("CreatedAt", grant.createdAt().toString()),
        XmlElement.of("AccessGrantId", grant.id()),
        XmlElement.of("AccessGrantArn", view.arn()),
        grantee(grant.grantee()),
        XmlElement.of("Permission", grant.permission().name()),
        XmlElement.of("AccessGrantsLocationId", grant.locationId()),
        grant.subPrefix() == null
            ? null
            : XmlElement.of(
                "AccessGrantsLocationConfiguration",
                XmlElement.of("S3SubPrefix", grant.subPrefix())),
        XmlElement.of("GrantScope", grant.scopeText()),
        XmlElement.optional("ApplicationArn", grant.applicationArn()));
  }

  /**
   * A grant as its grantee sees it. The ApplicationArn follows "List the caller's access grants" in
   * the user guide: ALL for a directory grant that any application may use, NA for a grant to which
   * applications do not apply.
   */
  static XmlElement renderForCaller(Grant grant) {
    String any = grant.grantee().type() == GranteeType.IAM ? "NA" : "ALL";
    String application = grant.applicationArn();
    return XmlElement.of(
        "AccessGrant",
        XmlElement.of("Permission", grant.permission().name()),
        XmlElement.of("GrantScope", grant.scopeText()),
        XmlElement.of("ApplicationArn", application == null ? any : application));
  }

  static XmlElement grantee(Grantee grantee) {
    return XmlElement.of(
        "Grantee",
        XmlElement.of("GranteeType", grantee.type().name()),
        XmlElement.of("GranteeIdentifier", grantee.identifier()));
  }
}
