package io.github.s3agrants.emulator.xml;

import static java.nio.charset.StandardCharsets.UTF_8;

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
  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

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
    StringBuilder out = new StringBuilder(DECLARATION);
    write(out);
    return out.toString().getBytes(UTF_8);
  }

  private void write(StringBuilder out) {
    out.append('<').append(name).append('>');
    escape(text, out);
    for (XmlElement child : children) {
      child.write(out);
    }
    out.append("</").append(name).append('>');
  }

  private static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '\r' -> out.append("&#13;");
        case '\n', '\t' -> out.append(c);
        // XML 1.0 does not allow the other control characters, not even escaped.
        default -> out.append(c < ' ' || c == '\uFFFE' || c == '\uFFFF' ? '\uFFFD' : c);
      }
    }
  }

  /** Omits the text, which may be a secret. */
  @Override
  public String toString() {
    return "<" + name + ">";
  }
}
