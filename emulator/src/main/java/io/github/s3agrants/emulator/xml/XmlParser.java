package io.github.s3agrants.emulator.xml;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Parses untrusted XML: no DTD, no custom entities, bounded depth and number of elements.
 * Attributes are rejected too: AWS's documents have none, and another parser of the same document
 * might read one as an element.
 */
public final class XmlParser {
  private static final int MAX_DEPTH = 16;
  // The longest documents are those of DeleteObjects, with 1,000 keys.
  private static final int MAX_ELEMENTS = 20_000;
  // The JDK's parser compares each namespace of an element with all others.
  private static final int MAX_NAMESPACES = 20_000;
  private static final byte[] NAMESPACE = {'x', 'm', 'l', 'n', 's'};

  private XmlParser() {}

  /**
   * Parses a document. The caller bounds its size.
   *
   * @throws AwsException MalformedXML if it is not well-formed, has a DTD or attributes, is nested
   *     too deeply or has too many elements
   */
  public static XmlElement parse(byte[] document) throws AwsException {
    return parse(document, MAX_ELEMENTS);
  }

  /** As {@link #parse(byte[])}, with another limit of elements. */
  public static XmlElement parse(byte[] document, int maxElements) throws AwsException {
    try {
      XMLStreamReader reader = open(document);
      try {
        return parse(reader, maxElements);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw malformed();
    }
  }

  private static XmlElement parse(XMLStreamReader reader, int maxElements)
      throws XMLStreamException, AwsException {
    Deque<Open> open = new ArrayDeque<>();
    XmlElement root = null;
    int elements = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          elements++;
          if (open.size() == MAX_DEPTH
              || elements > maxElements
              || reader.getAttributeCount() > 0) {
            throw malformed();
          }
          open.push(new Open(reader.getLocalName()));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (!open.isEmpty()) {
            open.element().text.append(reader.getText());
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          XmlElement closed = open.pop().close();
          if (open.isEmpty()) {
            root = closed;
          } else {
            open.element().children.add(closed);
          }
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw malformed();
        default -> {
          // Comments, processing instructions and the end of the document carry no data.
        }
      }
    }
    if (root == null) {
      throw malformed();
    }
    return root;
  }

  /**
   * A reader without DTD and entities, for documents that may have attributes. The caller bounds
   * depth and size.
   */
  public static XMLStreamReader open(byte[] document) throws XMLStreamException {
    if (namespaces(document) > MAX_NAMESPACES) {
      throw new XMLStreamException("too many namespaces");
    }
    return factory().createXMLStreamReader(new ByteArrayInputStream(document));
  }

  private static int namespaces(byte[] document) {
    int found = 0;
    int matched = 0;
    for (byte next : document) {
      // UTF-16 has zeros between the letters.
      if (next != 0) {
        matched = next == NAMESPACE[matched] ? matched + 1 : next == NAMESPACE[0] ? 1 : 0;
        if (matched == NAMESPACE.length) {
          found++;
          matched = 0;
        }
      }
    }
    return found;
  }

  private static XMLInputFactory factory() {
    // The JDK's own implementation, whatever is on the class path.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    return factory;
  }

  private static AwsException malformed() {
    return new AwsException(
        AwsError.MALFORMED_XML,
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema");
  }

  /** An element whose end tag has not been read. */
  private static final class Open {
    private final String name;
    private final StringBuilder text = new StringBuilder();
    private final List<XmlElement> children = new ArrayList<>();

    private Open(String name) {
      this.name = name;
    }

    private XmlElement close() {
      return new XmlElement(name, text.toString(), children);
    }
  }
}
