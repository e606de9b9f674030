package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.xml.XmlElement;
import io.github.s3agrants.emulator.xml.XmlParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of DeleteObjects.
 *
 * @param raw as sent, to be replayed
 * @param keys the keys to delete
 * @param quiet true if the response lists only the keys that could not be deleted
 */
@SuppressWarnings("ArrayRecordComponent") // Passed from the reader to the replay, never compared.
record DeleteObjectsBody(byte[] raw, List<String> keys, boolean quiet) {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html: 1,000 keys of at most
  // 1,024 bytes, which XML may escape.
  private static final int MAX_KEYS = 1000;
  private static final int MAX_BYTES = 8 * 1024 * 1024;

  /**
   * Reads the body.
   *
   * @param contentSha256 the header that says whether the body is aws-chunked
   * @throws AwsException MalformedXML if the keys cannot be determined; RequestEntityTooLarge
   */
  static DeleteObjectsBody read(InputStream in, @Nullable String contentSha256)
      throws IOException, AwsException {
    byte[] raw = in.readNBytes(MAX_BYTES + 1);
    if (raw.length > MAX_BYTES) {
      throw new AwsException(
          AwsError.REQUEST_TOO_LARGE, "The body may have at most " + MAX_BYTES + " bytes");
    }
    boolean chunked = contentSha256 != null && contentSha256.startsWith("STREAMING-");
    XmlElement root = XmlParser.parse(chunked ? AwsChunked.decode(raw) : raw);
    List<String> keys = new ArrayList<>();
    for (XmlElement object : root.children()) {
      if (object.name().equals("Object")) {
        List<XmlElement> named =
            object.children().stream().filter(child -> child.name().equals("Key")).toList();
        // Two keys in one object, or elements in a key, would make it ambiguous which key is
        // deleted.
        if (named.size() != 1 || !named.get(0).children().isEmpty()) {
          throw malformed();
        }
        keys.add(named.get(0).text());
      }
    }
    if (!root.name().equals("Delete") || keys.isEmpty() || keys.size() > MAX_KEYS) {
      throw malformed();
    }
    boolean quiet = root.childText("Quiet").map(String::strip).filter("true"::equals).isPresent();
    return new DeleteObjectsBody(raw, List.copyOf(keys), quiet);
  }

  /** The response if only the allowed keys were deleted. */
  XmlElement result(Set<String> allowed) {
    List<XmlElement> results = new ArrayList<>();
    for (String key : keys) {
      if (!allowed.contains(key)) {
        results.add(
            XmlElement.of(
                "Error",
                XmlElement.of("Key", key),
                XmlElement.of("Code", AwsError.ACCESS_DENIED.code()),
                XmlElement.of("Message", "Access Denied")));
      } else if (!quiet) {
        results.add(XmlElement.of("Deleted", XmlElement.of("Key", key)));
      }
    }
    return new XmlElement("DeleteResult", "", results);
  }

  private static AwsException malformed() {
    return new AwsException(
        AwsError.MALFORMED_XML,
        "The body must be a Delete document of 1 to " + MAX_KEYS + " objects");
  }
}
