package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.ChecksumAlgorithm;
import io.github.s3agrants.emulator.store.ListPage;
import io.github.s3agrants.emulator.store.ObjectStore;
import io.github.s3agrants.emulator.store.StoredPart;
import io.github.s3agrants.emulator.store.Upload;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** ListMultipartUploads and ListParts. */
final class UploadListings {
  private static final int MAX = 1000;

  private final ObjectStore store;

  UploadListings(ObjectStore store) {
    this.store = store;
  }

  Answer uploads(Call call) throws AwsException {
    ListParameters parameters = ListParameters.of(call, "max-uploads");
    String marker = call.wanted().parameters().getOrDefault("key-marker", "");
    String idMarker = call.wanted().parameters().getOrDefault("upload-id-marker", "");
    ListPage<Upload> page =
        store
            .bucket(call.bucket())
            .uploads()
            .list(parameters.after(marker, idMarker.isEmpty() ? null : idMarker));
    List<@Nullable XmlElement> document = new ArrayList<>();
    document.add(XmlElement.of("Bucket", call.bucket()));
    document.add(parameters.key("KeyMarker", marker));
    document.add(XmlElement.of("UploadIdMarker", marker.isEmpty() ? "" : idMarker));
    if (page.truncated()) {
      ListPage.Entry<Upload> last = page.last();
      document.add(parameters.key("NextKeyMarker", last.name()));
      document.add(
          XmlElement.of("NextUploadIdMarker", last.isCommonPrefix() ? "" : last.get().id()));
    }
    document.add(parameters.key("Prefix", parameters.prefix()));
    document.add(parameters.delimiterElement());
    document.add(parameters.encodingElement());
    document.add(XmlElement.of("MaxUploads", Integer.toString(parameters.most())));
    document.add(XmlElement.of("IsTruncated", Boolean.toString(page.truncated())));
    for (ListPage.Entry<Upload> entry : page.entries()) {
      if (!entry.isCommonPrefix()) {
        document.add(upload(parameters.encode(entry.name()), entry.get()));
      }
    }
    parameters.addCommonPrefixes(page, document);
    return Answer.of(
        XmlElement.of("ListMultipartUploadsResult", document.toArray(XmlElement[]::new)));
  }

  private static XmlElement upload(String key, Upload upload) {
    ChecksumAlgorithm algorithm = upload.algorithm();
    return XmlElement.of(
        "Upload",
        XmlElement.of("Key", key),
        XmlElement.of("UploadId", upload.id()),
        ObjectListings.owner("Initiator"),
        ObjectListings.owner("Owner"),
        XmlElement.of("StorageClass", storageClass(upload)),
        XmlElement.of("Initiated", S3Responses.xmlDate(upload.initiated())),
        algorithm == null ? null : XmlElement.of("ChecksumAlgorithm", algorithm.name()),
        algorithm == null ? null : XmlElement.of("ChecksumType", upload.checksumType().name()));
  }

  Answer parts(Call call) throws AwsException {
    int most = Math.min(MAX, call.number("max-parts", MAX, 0, Integer.MAX_VALUE));
    int marker = call.number("part-number-marker", 0, 0, Integer.MAX_VALUE);
    Upload upload = MultipartUploads.upload(call, store);
    List<StoredPart> after =
        upload.parts().stream().filter(part -> part.number() > marker).toList();
    List<StoredPart> page = after.subList(0, Math.min(most, after.size()));
    int last = page.isEmpty() ? 0 : page.get(page.size() - 1).number();
    ChecksumAlgorithm algorithm = upload.algorithm();
    List<@Nullable XmlElement> document = new ArrayList<>();
    document.add(XmlElement.of("Bucket", call.bucket()));
    document.add(XmlElement.of("Key", call.key()));
    document.add(XmlElement.of("UploadId", upload.id()));
    document.add(ObjectListings.owner("Initiator"));
    document.add(ObjectListings.owner("Owner"));
    document.add(XmlElement.of("StorageClass", storageClass(upload)));
    document.add(XmlElement.of("PartNumberMarker", Integer.toString(marker)));
    document.add(XmlElement.of("NextPartNumberMarker", Integer.toString(last)));
    document.add(XmlElement.of("MaxParts", Integer.toString(most)));
    // S3 calls an empty page complete.
    boolean truncated = most > 0 && page.size() < after.size();
    document.add(XmlElement.of("IsTruncated", Boolean.toString(truncated)));
    if (algorithm != null) {
      document.add(XmlElement.of("ChecksumAlgorithm", algorithm.name()));
      document.add(XmlElement.of("ChecksumType", upload.checksumType().name()));
    }
    return Answer.of(
        XmlElement.of(
            "ListPartsResult",
            Stream.concat(document.stream(), page.stream().map(UploadListings::part))
                .toArray(XmlElement[]::new)));
  }

  private static XmlElement part(StoredPart part) {
    return XmlElement.of(
        "Part",
        XmlElement.of("PartNumber", Integer.toString(part.number())),
        XmlElement.of("LastModified", S3Responses.xmlDate(part.lastModified())),
        XmlElement.of("ETag", part.eTag().quoted()),
        XmlElement.of("Size", Long.toString(part.content().length())),
        Checksums.element(part.checksum()));
  }

  private static String storageClass(Upload upload) {
    return upload.properties().headers().getOrDefault("x-amz-storage-class", "STANDARD");
  }
}
