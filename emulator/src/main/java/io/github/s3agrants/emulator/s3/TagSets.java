package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.UrlText;
import io.github.s3agrants.emulator.xml.XmlElement;
import io.github.s3agrants.emulator.xml.XmlParser;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tags of an object, in headers and documents.
 *
 * <p>See <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html">Categorizing
 * your objects using tags</a>.
 */
final class TagSets {
  private static final int MAX_TAGS = 10;
  private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
  private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");

  private TagSets() {}

  /**
   * Reads {@code x-amz-tagging}: tags as in a query.
   *
   * @throws AwsException InvalidArgument, InvalidTag or BadRequest
   */
  static Map<String, String> header(@Nullable String header) throws AwsException {
    Map<String, String> tags = new LinkedHashMap<>();
    if (header != null) {
      try {
        for (UrlText.Parameter tag : UrlText.query(header)) {
          add(tags, tag.name(), tag.value());
        }
      } catch (IllegalArgumentException e) {
        throw new AwsException(
            AwsError.INVALID_ARGUMENT,
            "The header 'x-amz-tagging' must be query parameters in UTF-8, URL-encoded");
      }
    }
    return tags;
  }

  /**
   * Reads a document.
   *
   * @throws AwsException MalformedXML, InvalidTag or BadRequest
   */
  static Map<String, String> document(byte[] body) throws AwsException {
    XmlElement root = XmlParser.parse(body);
    Optional<XmlElement> set = root.child("TagSet");
    if (!root.name().equals("Tagging") || set.isEmpty()) {
      throw malformed();
    }
    Map<String, String> tags = new LinkedHashMap<>();
    for (XmlElement tag : set.get().children()) {
      if (!tag.name().equals("Tag")) {
        throw malformed();
      }
      add(
          tags,
          tag.childText("Key").orElseThrow(TagSets::malformed),
          tag.childText("Value").orElseThrow(TagSets::malformed));
    }
    return tags;
  }

  static XmlElement document(Map<String, String> tags) {
    return XmlElement.of(
        "Tagging",
        XmlElement.of(
            "TagSet",
            tags.entrySet().stream()
                .map(
                    tag ->
                        XmlElement.of(
                            "Tag",
                            XmlElement.of("Key", tag.getKey()),
                            XmlElement.of("Value", tag.getValue())))
                .toArray(XmlElement[]::new)));
  }

  private static void add(Map<String, String> tags, String key, String value) throws AwsException {
    if (!KEY.matcher(key).matches() || key.startsWith("aws:")) {
      throw new AwsException(AwsError.INVALID_TAG, "The TagKey you have provided is invalid");
    }
    if (!VALUE.matcher(value).matches()) {
      throw new AwsException(AwsError.INVALID_TAG, "The TagValue you have provided is invalid");
    }
    if (tags.put(key, value) != null) {
      throw new AwsException(
          AwsError.INVALID_TAG, "Cannot provide multiple Tags with the same key");
    }
    if (tags.size() > MAX_TAGS) {
      throw new AwsException(AwsError.BAD_REQUEST, "Object tags cannot be greater than 10");
    }
  }

  private static AwsException malformed() {
    return new AwsException(
        AwsError.MALFORMED_XML,
        "The XML you provided was not well-formed or did not validate against our published schema");
  }
}
