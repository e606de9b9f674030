package io.github.s3agrants.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.Checksum;
import io.github.s3agrants.emulator.store.ListPage;
import io.github.s3agrants.emulator.store.ObjectStore;
import io.github.s3agrants.emulator.store.ObjectVersion;
import io.github.s3agrants.emulator.store.StoredObject;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ListObjects and ListObjectsV2. */
final class ObjectListings {
  /** Tells continuation tokens from keys, which some clients send in their place. */
  private static final byte TOKEN = 1;

  private final ObjectStore store;

  ObjectListings(ObjectStore store) {
    this.store = store;
  }

  Answer first(Call call) throws AwsException {
    ListParameters parameters = ListParameters.of(call, "max-keys");
    String marker = call.wanted().parameters().getOrDefault("marker", "");
    ListPage<ObjectVersion> page = store.bucket(call.bucket()).list(parameters.after(marker, null));
    List<@Nullable XmlElement> document = new ArrayList<>();
    document.add(XmlElement.of("Name", call.bucket()));
    document.add(parameters.key("Prefix", parameters.prefix()));
    document.add(parameters.key("Marker", marker));
    document.add(page.truncated() ? parameters.key("NextMarker", page.last().name()) : null);
    addCommon(document, parameters, page);
    addEntries(document, parameters, page, true);
    return Answer.of(XmlElement.of("ListBucketResult", document.toArray(XmlElement[]::new)));
  }

  Answer second(Call call) throws AwsException {
    if (!"2".equals(call.parameter("list-type"))) {
      throw ListParameters.invalid("Invalid List Type specified in Request");
    }
    ListParameters parameters = ListParameters.of(call, "max-keys");
    String token = call.parameter("continuation-token");
    String startAfter = call.parameter("start-after");
    ListPage<ObjectVersion> page =
        store
            .bucket(call.bucket())
            .list(parameters.after(token == null ? startAfter : key(token), null));
    List<@Nullable XmlElement> document = new ArrayList<>();
    document.add(XmlElement.of("Name", call.bucket()));
    document.add(parameters.key("Prefix", parameters.prefix()));
    document.add(XmlElement.optional("ContinuationToken", token));
    document.add(parameters.key("StartAfter", startAfter));
    document.add(
        page.truncated()
            ? XmlElement.of("NextContinuationToken", token(page.last().name()))
            : null);
    document.add(XmlElement.of("KeyCount", Integer.toString(page.entries().size())));
    addCommon(document, parameters, page);
    addEntries(document, parameters, page, "true".equalsIgnoreCase(call.parameter("fetch-owner")));
    return Answer.of(XmlElement.of("ListBucketResult", document.toArray(XmlElement[]::new)));
  }

  private static void addCommon(
      List<@Nullable XmlElement> document,
      ListParameters parameters,
      ListPage<ObjectVersion> page) {
    document.add(XmlElement.of("MaxKeys", Integer.toString(parameters.most())));
    document.add(parameters.delimiterElement());
    document.add(parameters.encodingElement());
    document.add(XmlElement.of("IsTruncated", Boolean.toString(page.truncated())));
  }

  private static void addEntries(
      List<@Nullable XmlElement> document,
      ListParameters parameters,
      ListPage<ObjectVersion> page,
      boolean owner) {
    for (ListPage.Entry<ObjectVersion> entry : page.entries()) {
      if (!entry.isCommonPrefix()) {
        document.add(contents(parameters.encode(entry.name()), entry.get(), owner));
      }
    }
    parameters.addCommonPrefixes(page, document);
  }

  private static XmlElement contents(String key, ObjectVersion version, boolean owner) {
    StoredObject object = version.object();
    Checksum checksum = object.checksum();
    return XmlElement.of(
        "Contents",
        XmlElement.of("Key", key),
        XmlElement.of("LastModified", S3Responses.xmlDate(version.lastModified())),
        XmlElement.of("ETag", object.eTag().quoted()),
        checksum == null ? null : XmlElement.of("ChecksumAlgorithm", checksum.algorithm().name()),
        Checksums.type(checksum),
        XmlElement.of("Size", Long.toString(object.size())),
        XmlElement.of("StorageClass", AttributesReads.storageClass(object)),
        owner ? owner("Owner") : null);
  }

  /** The owner of all objects and uploads. */
  static XmlElement owner(String name) {
    return XmlElement.of(name, XmlElement.of("ID", AclHeaders.OWNER_ID));
  }

  private static String token(String after) {
    byte[] key = after.getBytes(UTF_8);
    byte[] token = new byte[key.length + 1];
    token[0] = TOKEN;
    System.arraycopy(key, 0, token, 1, key.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  private static String key(String token) throws AwsException {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      if (bytes.length > 1 && bytes[0] == TOKEN) {
        return new String(bytes, 1, bytes.length - 1, UTF_8);
      }
    } catch (IllegalArgumentException e) {
      // Reported below.
    }
    throw ListParameters.invalid("The continuation token provided is incorrect");
  }
}
