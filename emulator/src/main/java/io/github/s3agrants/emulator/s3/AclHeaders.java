package io.github.s3agrants.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * ACLs in headers: {@code x-amz-acl} and {@code x-amz-grant-*}.
 *
 * <p>See <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html">Access
 * control list overview</a>.
 */
final class AclHeaders {
  /** The owner of all buckets and objects. */
  static final String OWNER_ID = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a";

  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
  private static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
  private static final String AUTHENTICATED =
      "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
  private static final Pattern GRANTEE =
      Pattern.compile("\\s*(id|uri|emailAddress)\\s*=\\s*\"?([^\",]{1,1024})\"?\\s*");

  private static final Map<String, String> GRANT_HEADERS = grantHeaders();

  /** One line of an ACL. */
  private record Line(String type, String name, String value, String permission) {
    static Line group(String uri, String permission) {
      return new Line("Group", "URI", uri, permission);
    }
  }

  private static final Line OWNER = new Line("CanonicalUser", "ID", OWNER_ID, "FULL_CONTROL");

  private AclHeaders() {}

  /** The document of an object without an ACL of its own. */
  static byte[] defaultDocument() {
    return document(List.of(OWNER));
  }

  /**
   * The document that the headers stand for. Empty if there are none.
   *
   * @param header returns a header's value by its lower-case name; null if it was not sent
   * @throws AwsException InvalidArgument if the headers are malformed
   */
  static Optional<byte[]> read(UnaryOperator<@Nullable String> header) throws AwsException {
    String canned = header.apply("x-amz-acl");
    List<Line> lines = granted(header);
    if (canned != null && !lines.isEmpty()) {
      throw new AwsException(
          AwsError.INVALID_REQUEST, "Specifying both Canned ACLs and Header Grants is not allowed");
    }
    if (canned != null) {
      return Optional.of(document(canned(canned)));
    }
    return lines.isEmpty() ? Optional.empty() : Optional.of(document(lines));
  }

  private static List<Line> canned(String name) throws AwsException {
    return switch (name) {
      // The emulator has one account, which owns buckets and objects.
      case "private", "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control" ->
          List.of(OWNER);
      case "public-read" -> List.of(OWNER, Line.group(ALL_USERS, "READ"));
      case "public-read-write" ->
          List.of(OWNER, Line.group(ALL_USERS, "READ"), Line.group(ALL_USERS, "WRITE"));
      case "authenticated-read" -> List.of(OWNER, Line.group(AUTHENTICATED, "READ"));
      default ->
          throw new AwsException(
              AwsError.INVALID_ARGUMENT, "x-amz-acl: there is no such canned ACL");
    };
  }

  private static List<Line> granted(UnaryOperator<@Nullable String> header) throws AwsException {
    List<Line> lines = new ArrayList<>();
    for (Map.Entry<String, String> grant : GRANT_HEADERS.entrySet()) {
      String value = header.apply(grant.getKey());
      if (value == null) {
        continue;
      }
      for (String grantee : value.split(",", -1)) {
        Matcher matcher = GRANTEE.matcher(grantee);
        if (!matcher.matches()) {
          throw new AwsException(
              AwsError.INVALID_ARGUMENT,
              grant.getKey() + ": must be a list of id=\"…\", uri=\"…\" or emailAddress=\"…\"");
        }
        String name = matcher.group(2).strip();
        lines.add(
            switch (matcher.group(1)) {
              case "id" -> new Line("CanonicalUser", "ID", name, grant.getValue());
              case "uri" -> Line.group(name, grant.getValue());
              default -> new Line("AmazonCustomerByEmail", "EmailAddress", name, grant.getValue());
            });
      }
    }
    return lines;
  }

  private static byte[] document(List<Line> lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, UTF_8.name());
      xml.writeStartDocument(UTF_8.name(), "1.0");
      xml.writeStartElement("AccessControlPolicy");
      xml.writeDefaultNamespace(NAMESPACE);
      xml.writeStartElement("Owner");
      element(xml, "ID", OWNER_ID);
      xml.writeEndElement();
      xml.writeStartElement("AccessControlList");
      for (Line line : lines) {
        xml.writeStartElement("Grant");
        xml.writeStartElement("Grantee");
        xml.writeNamespace("xsi", AclDocument.XSI);
        xml.writeAttribute("xsi", AclDocument.XSI, "type", line.type());
        element(xml, line.name(), line.value());
        xml.writeEndElement();
        element(xml, "Permission", line.permission());
        xml.writeEndElement();
      }
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("memory cannot fail", e);
    }
    return out.toByteArray();
  }

  private static void element(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(value);
    xml.writeEndElement();
  }

  private static Map<String, String> grantHeaders() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-amz-grant-full-control", "FULL_CONTROL");
    headers.put("x-amz-grant-read", "READ");
    headers.put("x-amz-grant-read-acp", "READ_ACP");
    headers.put("x-amz-grant-write", "WRITE");
    headers.put("x-amz-grant-write-acp", "WRITE_ACP");
    return headers;
  }
}
