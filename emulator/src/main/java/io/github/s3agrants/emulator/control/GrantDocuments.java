package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.Grant;
import io.github.s3agrants.emulator.grants.NewGrant;
import io.github.s3agrants.emulator.xml.XmlElement;
import io.github.s3agrants.emulator.xml.XmlParser;
import java.util.Optional;

/** Access grants in XML. */
final class GrantDocuments {
  private static final String IAM = "IAM";

  private GrantDocuments() {}

  static NewGrant parse(HttpCall call) throws AwsException {
    XmlElement root = XmlParser.parse(call.body());
    XmlElement grantee =
        root.child("Grantee").orElseThrow(() -> Fields.invalid("Grantee", "is required"));
    String type = Fields.required(grantee.childText("GranteeType"), "GranteeType");
    if (!type.equals(IAM)) {
      throw new AwsException(
          AwsError.INVALID_REQUEST,
          "GranteeType: must be IAM, because the instance has no IAM Identity Center");
    }
    Optional<XmlElement> configuration = root.child("AccessGrantsLocationConfiguration");
    return new NewGrant(
        Fields.required(root.childText("AccessGrantsLocationId"), "AccessGrantsLocationId"),
        configuration.flatMap(element -> element.childText("S3SubPrefix")).orElse(null),
        Fields.isObject(root.childText("S3PrefixType"), "S3PrefixType"),
        Fields.required(grantee.childText("GranteeIdentifier"), "GranteeIdentifier"),
        Fields.permission(root.childText("Permission")));
  }

  /** The members that every answer about a grant has. */
  static XmlElement render(String elementName, Grant grant, String instanceArn) {
    String arn = instanceArn + "/grant/" + grant.id();
    return XmlElement.of(
        elementName,
        XmlElement.of("CreatedAt", grant.createdAt().toString()),
        XmlElement.of("AccessGrantId", grant.id()),
        XmlElement.of("AccessGrantArn", arn),
        grantee(grant),
        XmlElement.of("Permission", grant.permission().name()),
        XmlElement.of("AccessGrantsLocationId", grant.locationId()),
        grant.subPrefix() == null
            ? null
            : XmlElement.of(
                "AccessGrantsLocationConfiguration",
                XmlElement.of("S3SubPrefix", grant.subPrefix())),
        XmlElement.of("GrantScope", grant.scope().uri()));
  }

  static XmlElement grantee(Grant grant) {
    return XmlElement.of(
        "Grantee",
        XmlElement.of("GranteeType", IAM),
        XmlElement.of("GranteeIdentifier", grant.grantee()));
  }
}
