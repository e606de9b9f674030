package io.github.s3agrants.emulator.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An XML element without attributes, as the AWS REST and query protocols use. Immutable.
 *
 * @param name the local name
 * @param text the text directly in it, as sent
 * @param children the elements directly in it
 */
public record XmlElement(String name, String text, List<XmlElement> children) {
  public XmlElement {
    children = List.copyOf(children);
  }

  /** An element with text. */
  public static XmlElement of(String name, String text) {
    return new XmlElement(name, text, List.of());
  }

  /** An element with child elements. Nulls are skipped. */
  public static XmlElement of(String name, @Nullable XmlElement... children) {
    List<XmlElement> present = new ArrayList<>();
    for (XmlElement child : children) {
      if (child != null) {
        present.add(child);
      }
    }
    return new XmlElement(name, "", present);
  }

  /** An element with text, or null if the text is null. */
  public static @Nullable XmlElement optional(String name, @Nullable String text) {
    return text == null ? null : of(name, text);
  }

  /** The first child of this name. */
  public Optional<XmlElement> child(String childName) {
    return children.stream().filter(child -> child.name.equals(childName)).findFirst();
  }

  /** The text of the first child of this name. */
  public Optional<String> childText(String childName) {
    return child(childName).map(XmlElement::text);
  }

  /** The document with this element as its root. */
  public byte[] toDocument() {
    return XmlWriter.write(this, "");
  }

  /** The document with this element as its root, in a namespace. */
  public byte[] toDocument(String namespace) {
    return XmlWriter.write(this, namespace);
  }

  /** Omits the text, which may be a secret. */
  @Override
  public String toString() {
    return "<" + name + ">";
  }
}
