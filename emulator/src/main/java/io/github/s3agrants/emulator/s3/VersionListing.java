package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.Bucket;
import io.github.s3agrants.emulator.store.ListPage;
import io.github.s3agrants.emulator.store.ObjectStore;
import io.github.s3agrants.emulator.store.ObjectVersion;
import io.github.s3agrants.emulator.store.StoredObject;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ListObjectVersions. */
final class VersionListing {
  private final ObjectStore store;

  VersionListing(ObjectStore store) {
    this.store = store;
  }

  Answer list(Call call) throws AwsException {
    Bucket bucket = store.bucket(call.bucket());
    ListParameters parameters = ListParameters.of(call, "max-keys");
    String marker = call.wanted().parameters().getOrDefault("key-marker", "");
    String versionMarker = call.parameter("version-id-marker");
    if (versionMarker != null && marker.isEmpty()) {
      throw ListParameters.invalid("A version-id marker cannot be specified without a key marker.");
    }
    ListPage<ObjectVersion> page =
        bucket.listVersions(
            parameters.after(marker, "".equals(versionMarker) ? null : versionMarker));
    List<@Nullable XmlElement> document = new ArrayList<>();
    document.add(XmlElement.of("Name", call.bucket()));
    document.add(parameters.key("Prefix", parameters.prefix()));
    document.add(parameters.key("KeyMarker", marker));
    document.add(XmlElement.of("VersionIdMarker", versionMarker == null ? "" : versionMarker));
    document.add(XmlElement.of("MaxKeys", Integer.toString(parameters.most())));
    document.add(parameters.delimiterElement());
    document.add(parameters.encodingElement());
    document.add(XmlElement.of("IsTruncated", Boolean.toString(page.truncated())));
    if (page.truncated()) {
      ListPage.Entry<ObjectVersion> last = page.last();
      document.add(parameters.key("NextKeyMarker", last.name()));
      document.add(
          last.isCommonPrefix() ? null : XmlElement.of("NextVersionIdMarker", last.get().id()));
    }
    for (ListPage.Entry<ObjectVersion> entry : page.entries()) {
      if (!entry.isCommonPrefix()) {
        document.add(version(parameters.encode(entry.name()), entry.get(), entry.first()));
      }
    }
    parameters.addCommonPrefixes(page, document);
    return Answer.of(XmlElement.of("ListVersionsResult", document.toArray(XmlElement[]::new)));
  }

  private static XmlElement version(String key, ObjectVersion version, boolean latest) {
    XmlElement id = XmlElement.of("VersionId", version.id());
    XmlElement isLatest = XmlElement.of("IsLatest", Boolean.toString(latest));
    XmlElement modified =
        XmlElement.of("LastModified", S3Responses.xmlDate(version.lastModified()));
    if (version.isDeleteMarker()) {
      return XmlElement.of(
          "DeleteMarker",
          XmlElement.of("Key", key),
          id,
          isLatest,
          modified,
          ObjectListings.owner("Owner"));
    }
    StoredObject object = version.object();
    return XmlElement.of(
        "Version",
        XmlElement.of("Key", key),
        id,
        isLatest,
        modified,
        XmlElement.of("ETag", object.eTag().quoted()),
        XmlElement.of("Size", Long.toString(object.size())),
        XmlElement.of("StorageClass", AttributesReads.storageClass(object)),
        ObjectListings.owner("Owner"));
  }
}
