package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.xml.XmlParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Validates an AccessControlPolicy document, the only S3 document with an attribute.
 *
 * <p>Allowed are S3's grantees (<a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Grantee.html">Grantee</a>) and a form
 * that S3-compatible stores accept, a group by its login name: {@code GroupLoginName} with an
 * {@code EmailAddress}.
 */
final class AclDocument {
  /** The maximum body size in bytes. Every grant that an ACL may have fits in. */
  static final int MAX_BYTES = 128 * 1024;

  static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
  static final Set<String> PERMISSIONS =
      Set.of("FULL_CONTROL", "WRITE", "WRITE_ACP", "READ", "READ_ACP");

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
  private static final int MAX_GRANTS = 100;

  /** The element that identifies a grantee, by type. */
  private static final Map<String, String> NAMED_BY =
      Map.of(
          "CanonicalUser", "ID",
          "AmazonCustomerByEmail", "EmailAddress",
          "GroupLoginName", "EmailAddress",
          "Group", "URI");

  private static final String GRANT = "/AccessControlPolicy/AccessControlList/Grant";
  private static final Set<String> ELEMENTS =
      Set.of(
          "/AccessControlPolicy",
          "/AccessControlPolicy/Owner",
          "/AccessControlPolicy/Owner/ID",
          "/AccessControlPolicy/Owner/DisplayName",
          "/AccessControlPolicy/AccessControlList",
          GRANT,
          GRANT + "/Permission",
          GRANT + "/Grantee",
          GRANT + "/Grantee/ID",
          GRANT + "/Grantee/DisplayName",
          GRANT + "/Grantee/EmailAddress",
          GRANT + "/Grantee/URI");

  private final List<String> open = new ArrayList<>();
  private final Map<String, String> grant = new HashMap<>();
  private final StringBuilder text = new StringBuilder();
  private String granteeType = "";
  private boolean hasList;
  private boolean hasOwner;
  private int grants;

  private AclDocument() {}

  /**
   * Validates a body of PutObjectAcl.
   *
   * @throws AwsException MalformedXML if it is not well-formed; MalformedACLError if it is not an
   *     ACL or too large
   */
  static void check(byte[] body) throws AwsException {
    if (body.length > MAX_BYTES) {
      throw tooLarge();
    }
    try {
      XMLStreamReader reader = XmlParser.open(body);
      try {
        new AclDocument().read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new AwsException(
          AwsError.MALFORMED_XML,
          "The XML you provided was not well-formed or did not validate against our published schema");
    }
  }

  private void read(XMLStreamReader reader) throws XMLStreamException, AwsException {
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(reader);
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> end();
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new XMLStreamException("no DTD, no entities");
        default -> {
          // Comments, processing instructions and the end of the document carry no data.
        }
      }
    }
    if (!hasList || !hasOwner) {
      throw malformed("it must be an AccessControlPolicy with Owner and AccessControlList");
    }
  }

  private void start(XMLStreamReader reader) throws AwsException {
    open.add(reader.getLocalName());
    text.setLength(0);
    String path = path();
    if (!ELEMENTS.contains(path)) {
      throw malformed("there is an element that an ACL does not have");
    }
    boolean grantee = path.equals(GRANT + "/Grantee");
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      boolean type =
          XSI.equals(reader.getAttributeNamespace(i))
              && reader.getAttributeLocalName(i).equals("type");
      if (!grantee || !type) {
        throw malformed("the only attribute is xsi:type of Grantee");
      }
      granteeType = reader.getAttributeValue(i);
    }
    if (path.equals(GRANT)) {
      grant.clear();
      granteeType = "";
    }
    hasList |= path.endsWith("/AccessControlList");
  }

  private void end() throws AwsException {
    String path = path();
    String name = open.remove(open.size() - 1);
    if (path.equals("/AccessControlPolicy/Owner/ID")) {
      hasOwner = true;
    } else if (path.equals(GRANT)) {
      checkGrant();
    } else if (path.startsWith(GRANT + "/") && grant.put(name, text.toString().strip()) != null) {
      throw malformed("a grant names " + name + " twice");
    }
    text.setLength(0);
  }

  private void checkGrant() throws AwsException {
    grants++;
    if (grants > MAX_GRANTS) {
      throw malformed("an ACL may have at most " + MAX_GRANTS + " grants");
    }
    if (!PERMISSIONS.contains(grant.getOrDefault("Permission", ""))) {
      throw malformed("a permission must be one of FULL_CONTROL, WRITE, WRITE_ACP, READ, READ_ACP");
    }
    String namedBy = NAMED_BY.get(granteeType);
    if (namedBy == null) {
      throw malformed(
          "the xsi:type of a grantee must be CanonicalUser, AmazonCustomerByEmail, Group or GroupLoginName");
    }
    // Stores that accept GroupLoginName accept a group's ID with CanonicalUser, never a name.
    if (grant.getOrDefault(namedBy, "").isEmpty()) {
      throw malformed("a " + granteeType + " must be named by " + namedBy);
    }
  }

  private String path() {
    return "/" + String.join("/", open);
  }

  static AwsException tooLarge() {
    return malformed("an ACL may have at most " + MAX_BYTES + " bytes");
  }

  private static AwsException malformed(String why) {
    return new AwsException(
        AwsError.MALFORMED_ACL,
        "The XML you provided was not well-formed or did not validate against our published schema: "
            + why);
  }
}
