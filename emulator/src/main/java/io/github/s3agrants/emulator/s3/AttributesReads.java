package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.http.HttpDate;
import io.github.s3agrants.emulator.store.Bucket;
import io.github.s3agrants.emulator.store.ObjectStore;
import io.github.s3agrants.emulator.store.ObjectVersion;
import io.github.s3agrants.emulator.store.PartSummary;
import io.github.s3agrants.emulator.store.StoredObject;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** GetObjectAttributes. */
final class AttributesReads {
  private static final Set<String> ATTRIBUTES =
      Set.of("ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize");
  private static final int MAX_PARTS = 1000;

  private final ObjectStore store;

  AttributesReads(ObjectStore store) {
    this.store = store;
  }

  Answer get(Call call) throws AwsException {
    // SDKs send one header per attribute.
    Set<String> wanted =
        call.http().headers("x-amz-object-attributes").stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(String::strip)
            .collect(Collectors.toUnmodifiableSet());
    if (wanted.isEmpty() || !ATTRIBUTES.containsAll(wanted)) {
      throw new AwsException(AwsError.INVALID_ARGUMENT, "Invalid attribute name specified.");
    }
    Bucket bucket = store.bucket(call.bucket());
    ObjectVersion version = bucket.read(call.key(), call.versionId());
    StoredObject object = version.object();
    EncryptionHeaders.requireKey(
        object.properties().encryption(), EncryptionHeaders.customerKeyMd5(call::header));
    List<@Nullable XmlElement> parts = new ArrayList<>();
    if (wanted.contains("ETag")) {
      parts.add(XmlElement.of("ETag", object.eTag().value()));
    }
    if (wanted.contains("Checksum") && object.checksum() != null) {
      parts.add(
          XmlElement.of(
              "Checksum", Checksums.element(object.checksum()), Checksums.type(object.checksum())));
    }
    if (wanted.contains("ObjectParts") && !object.parts().isEmpty()) {
      parts.add(parts(call, object));
    }
    if (wanted.contains("StorageClass")) {
      parts.add(XmlElement.of("StorageClass", storageClass(object)));
    }
    if (wanted.contains("ObjectSize")) {
      parts.add(XmlElement.of("ObjectSize", Long.toString(object.size())));
    }
    Answer answer =
        Answer.of(XmlElement.of("GetObjectAttributesResponse", parts.toArray(XmlElement[]::new)));
    return ObjectHeaders.version(answer, bucket, version)
        .with("Last-Modified", HttpDate.of(version.lastModified()))
        .with(header -> EncryptionHeaders.describe(object.properties().encryption(), header));
  }

  static String storageClass(StoredObject object) {
    return object.properties().headers().getOrDefault("x-amz-storage-class", "STANDARD");
  }

  /** As on S3, the parts themselves are there only if the object has an additional checksum. */
  private static XmlElement parts(Call call, StoredObject object) throws AwsException {
    int most = header(call, "x-amz-max-parts", MAX_PARTS);
    int marker = header(call, "x-amz-part-number-marker", 0);
    List<PartSummary> all = object.parts();
    List<@Nullable XmlElement> document = new ArrayList<>();
    document.add(XmlElement.of("PartsCount", Integer.toString(all.size())));
    if (object.checksum() != null) {
      List<PartSummary> after = all.stream().filter(part -> part.number() > marker).toList();
      List<PartSummary> page = after.subList(0, Math.min(most, after.size()));
      int last = page.isEmpty() ? marker : page.get(page.size() - 1).number();
      document.add(XmlElement.of("PartNumberMarker", Integer.toString(marker)));
      document.add(XmlElement.of("NextPartNumberMarker", Integer.toString(last)));
      document.add(XmlElement.of("MaxParts", Integer.toString(most)));
      document.add(XmlElement.of("IsTruncated", Boolean.toString(page.size() < after.size())));
      for (PartSummary part : page) {
        document.add(
            XmlElement.of(
                "Part",
                Checksums.element(part.checksum()),
                XmlElement.of("PartNumber", Integer.toString(part.number())),
                XmlElement.of("Size", Long.toString(part.size()))));
      }
    }
    return XmlElement.of("ObjectParts", document.toArray(XmlElement[]::new));
  }

  private static int header(Call call, String name, int otherwise) throws AwsException {
    String sent = call.header(name);
    try {
      int number = sent == null ? otherwise : Integer.parseInt(sent.strip());
      if (number >= 0) {
        return Math.min(number, name.equals("x-amz-max-parts") ? MAX_PARTS : number);
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new AwsException(AwsError.INVALID_ARGUMENT, name + " must be a number");
  }
}
