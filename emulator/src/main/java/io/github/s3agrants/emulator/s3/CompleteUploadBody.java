package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.NamedPart;
import io.github.s3agrants.emulator.xml.XmlElement;
import io.github.s3agrants.emulator.xml.XmlParser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of CompleteMultipartUpload. Immutable.
 *
 * @param parts the parts, in the order in which they were sent
 */
record CompleteUploadBody(List<NamedPart> parts) {
  /** 10,000 parts, each with a number, a tag and a checksum. */
  private static final int MAX_ELEMENTS = 50_000;

  CompleteUploadBody {
    parts = List.copyOf(parts);
  }

  /**
   * Reads the body.
   *
   * @throws AwsException MalformedXML
   */
  static CompleteUploadBody parse(byte[] document) throws AwsException {
    XmlElement root = XmlParser.parse(document, MAX_ELEMENTS);
    List<NamedPart> parts = new ArrayList<>();
    for (XmlElement part : root.children()) {
      if (part.name().equals("Part")) {
        parts.add(
            new NamedPart(
                number(part.childText("PartNumber").orElseThrow(CompleteUploadBody::malformed)),
                part.childText("ETag").orElseThrow(CompleteUploadBody::malformed).strip(),
                checksum(part)));
      }
    }
    // SDKs differ in the name of the root.
    boolean known =
        root.name().equals("CompleteMultipartUpload") || root.name().equals("MultipartUpload");
    if (!known || parts.isEmpty()) {
      throw malformed();
    }
    return new CompleteUploadBody(parts);
  }

  private static @Nullable String checksum(XmlElement part) {
    return part.children().stream()
        .filter(child -> child.name().startsWith("Checksum"))
        .findFirst()
        .map(child -> child.text().strip())
        .orElse(null);
  }

  private static int number(String text) throws AwsException {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw malformed();
    }
  }

  private static AwsException malformed() {
    return new AwsException(
        AwsError.MALFORMED_XML,
        "The XML you provided was not well-formed or did not validate against our published schema");
  }
}
