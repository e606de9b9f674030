package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.xml.XmlElement;
import io.github.s3agrants.emulator.xml.XmlParser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of DeleteObjects. Immutable.
 *
 * @param objects what to delete
 * @param quiet true if the response lists only the objects that could not be deleted
 */
record DeleteObjectsBody(List<Named> objects, boolean quiet) {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
  private static final int MAX_KEYS = 1000;

  /**
   * An object.
   *
   * @param key the key
   * @param versionId the version to delete; null: the object
   * @param eTag the tag that the object must have; null: any
   */
  record Named(String key, @Nullable String versionId, @Nullable String eTag) {}

  DeleteObjectsBody {
    objects = List.copyOf(objects);
  }

  /**
   * Reads the body.
   *
   * @throws AwsException MalformedXML if the keys cannot be determined
   */
  static DeleteObjectsBody parse(byte[] document) throws AwsException {
    XmlElement root = XmlParser.parse(document);
    List<Named> objects = new ArrayList<>();
    for (XmlElement object : root.children()) {
      if (object.name().equals("Object")) {
        List<XmlElement> named =
            object.children().stream().filter(child -> child.name().equals("Key")).toList();
        // Two keys in one object, or elements in a key, would make it ambiguous which key is
        // deleted.
        if (named.size() != 1
            || !named.get(0).children().isEmpty()
            || named.get(0).text().isEmpty()) {
          throw malformed();
        }
        objects.add(
            new Named(
                named.get(0).text(),
                object.childText("VersionId").orElse(null),
                object.childText("ETag").orElse(null)));
      }
    }
    if (!root.name().equals("Delete") || objects.isEmpty() || objects.size() > MAX_KEYS) {
      throw malformed();
    }
    boolean quiet = root.childText("Quiet").map(String::strip).filter("true"::equals).isPresent();
    return new DeleteObjectsBody(objects, quiet);
  }

  /** The keys, in order. */
  List<String> keys() {
    return objects.stream().map(Named::key).toList();
  }

  private static AwsException malformed() {
    return new AwsException(
        AwsError.MALFORMED_XML,
        "The body must be a Delete document of 1 to " + MAX_KEYS + " objects");
  }
}
