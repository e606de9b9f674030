package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.grants.Page;
import io.github.s3agrants.emulator.xml.XmlElement;
import io.github.s3agrants.emulator.xml.XmlParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** XML that several operations share. */
final class Documents {
  private Documents() {}

  /**
   * Parses the body as a document with this root.
   *
   * @throws AwsException MalformedXML if it is not
   */
  static XmlElement parse(ControlRequest call, String root) throws AwsException {
    XmlElement parsed = XmlParser.parse(call.body());
    if (!parsed.name().equals(root)) {
      throw new AwsException(
          AwsError.MALFORMED_XML, "The XML you provided must have the root " + root);
    }
    return parsed;
  }

  /** A required member. */
  static String required(XmlElement parent, String member) throws AwsException {
    return Fields.required(parent.childText(member), member);
  }

  /**
   * The tags in a request, not validated yet.
   *
   * @throws AwsException InvalidTag if a key occurs twice
   */
  static Map<String, String> tags(XmlElement root) throws AwsException {
    Optional<XmlElement> list = root.child("Tags");
    Map<String, String> tags = new LinkedHashMap<>();
    for (XmlElement tag : list.map(XmlElement::children).orElse(List.of())) {
      Optional<String> key = tag.childText("Key");
      Optional<String> value = tag.childText("Value");
      if (!tag.name().equals("Tag") || key.isEmpty() || value.isEmpty()) {
        throw Fields.invalid("Tags", "each Tag needs a Key and a Value");
      }
      if (tags.put(key.get(), value.get()) != null) {
        throw new AwsException(
            AwsError.INVALID_TAG,
            "There are duplicate tag keys in your request. Remove the duplicate tag keys and try"
                + " again.");
      }
    }
    return tags;
  }

  static Page.Request page(Handler.Request request) {
    return new Page.Request(
        request.parameter("nextToken").orElse(null), request.parameter("maxResults").orElse(null));
  }

  /** The response with one page of a list. */
  static <T> ControlResponse list(
      String root, String listName, Page<T> page, Function<T, XmlElement> entry) {
    List<XmlElement> entries = new ArrayList<>();
    page.items().forEach(item -> entries.add(entry.apply(item)));
    return ControlResponse.xml(
        200,
        XmlElement.of(
            root,
            XmlElement.optional("NextToken", page.nextToken()),
            new XmlElement(listName, "", entries)));
  }
}
