package io.github.s3agrants.emulator.xml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes documents.
 *
 * <p>Keys may hold control characters, which XML 1.0 does not allow, not even as references. S3
 * writes them as references all the same, in a document that calls itself XML 1.0 and that no
 * parser reads: <a href="https://github.com/basho/riak_cs/pull/1255">what S3 was seen to
 * answer</a>. Here such a document, and only such a one, calls itself XML 1.1, which allows them.
 */
final class XmlWriter {
  private static final char DELETE = 0x7f;
  private static final char LAST_C1 = 0x9f;
  private static final char LINE_SEPARATOR = 0x2028;

  private final XMLStreamWriter out;
  private final boolean controls;

  private XmlWriter(XMLStreamWriter out, boolean controls) {
    this.out = out;
    this.controls = controls;
  }

  static byte[] write(XmlElement root, String namespace) {
    boolean controls = hasControls(root);
    StringWriter text = new StringWriter();
    try {
      // The JDK's own implementation, whatever is on the class path.
      XMLStreamWriter out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      out.writeStartDocument(UTF_8.name(), controls ? "1.1" : "1.0");
      out.writeCharacters("\n");
      new XmlWriter(out, controls).element(root, namespace);
      out.writeEndDocument();
      out.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("memory cannot fail", e);
    }
    return text.toString().getBytes(UTF_8);
  }

  private static boolean hasControls(XmlElement element) {
    return element.text().chars().anyMatch(XmlWriter::isControl)
        || element.children().stream().anyMatch(XmlWriter::hasControls);
  }

  private void element(XmlElement element, String namespace) throws XMLStreamException {
    out.writeStartElement(element.name());
    if (!namespace.isEmpty()) {
      out.writeDefaultNamespace(namespace);
    }
    text(element.text());
    for (XmlElement child : element.children()) {
      element(child, "");
    }
    out.writeEndElement();
  }

  private void text(String text) throws XMLStreamException {
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isReference(c) || isNever(c)) {
        out.writeCharacters(text.substring(written, i));
        if (isNever(c)) {
          out.writeCharacters("\uFFFD");
        } else {
          out.writeEntityRef("#x" + Integer.toHexString(c));
        }
        written = i + 1;
      }
    }
    out.writeCharacters(text.substring(written));
  }

  private boolean isReference(char c) {
    // A parser turns a carriage return, and in XML 1.1 the line separator, into a line feed.
    boolean onlyInXml11 = isControl(c) || (c >= DELETE && c <= LAST_C1) || c == LINE_SEPARATOR;
    return c == '\r' || (controls && onlyInXml11);
  }

  /** True for what no version of XML allows. */
  private static boolean isNever(char c) {
    return c == 0 || c == '\uFFFE' || c == '\uFFFF';
  }

  private static boolean isControl(int c) {
    return c != 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r';
  }
}
