package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.scope.S3Scope;
import io.github.s3agrants.emulator.store.Bucket;
import io.github.s3agrants.emulator.store.Checksum;
import io.github.s3agrants.emulator.store.ChecksumAlgorithm;
import io.github.s3agrants.emulator.store.ObjectProperties;
import io.github.s3agrants.emulator.store.ObjectStore;
import io.github.s3agrants.emulator.store.ObjectVersion;
import io.github.s3agrants.emulator.store.StoredObject;
import io.github.s3agrants.emulator.store.WriteCondition;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** CopyObject. Copies share their bytes. */
final class Copies {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
  private static final long MAX_COPY = 5L * 1024 * 1024 * 1024;

  private final ObjectStore store;

  Copies(ObjectStore store) {
    this.store = store;
  }

  /** The source of a copy. */
  record Source(Bucket bucket, ObjectVersion version) {}

  Answer copy(Call call) throws AwsException {
    ObjectWrites.requireKey(call);
    boolean newMetadata = replaces(call, "x-amz-metadata-directive");
    boolean newTags = replaces(call, "x-amz-tagging-directive");
    ObjectProperties sent = WriteHeaders.read(call);
    WriteCondition condition = WriteHeaders.condition(call);
    Bucket bucket = store.bucket(call.bucket());
    Source source = source(call, store);
    requireChange(call, newMetadata);
    StoredObject object = source.version().object();
    if (object.size() > MAX_COPY) {
      throw new AwsException(
          AwsError.INVALID_REQUEST,
          "The specified copy source is larger than the maximum allowable size for a copy source: "
              + MAX_COPY);
    }
    ObjectProperties old = object.properties();
    ObjectProperties properties =
        newMetadata ? sent : sent.withMetadata(storageClass(old, sent), old.metadata());
    properties = newTags ? properties : properties.withTags(old.tags());
    StoredObject copied = object.copy(algorithm(call, object)).with(properties);
    ObjectVersion version = bucket.put(call.key(), copied, condition);
    Answer answer =
        Answer.of(
            XmlElement.of(
                "CopyObjectResult",
                XmlElement.of("LastModified", S3Responses.xmlDate(version.lastModified())),
                XmlElement.of("ETag", copied.eTag().quoted()),
                Checksums.type(copied.checksum()),
                Checksums.element(copied.checksum())));
    return describeSource(ObjectHeaders.version(answer, bucket, version), source)
        .with(header -> EncryptionHeaders.describe(copied.properties().encryption(), header));
  }

  /** The storage class is never that of the source. */
  private static Map<String, String> storageClass(ObjectProperties old, ObjectProperties sent) {
    Map<String, String> headers = new TreeMap<>(old.headers());
    headers.remove("x-amz-storage-class");
    String chosen = sent.headers().get("x-amz-storage-class");
    if (chosen != null) {
      headers.put("x-amz-storage-class", chosen);
    }
    return headers;
  }

  private static Optional<ChecksumAlgorithm> algorithm(Call call, StoredObject source)
      throws AwsException {
    ChecksumAlgorithm wanted = Checksums.algorithm(call);
    return wanted == null
        ? Optional.ofNullable(source.checksum()).map(Checksum::algorithm)
        : Optional.of(wanted);
  }

  /**
   * The source of a copy, if its conditions are met and its key was sent.
   *
   * @throws AwsException NoSuchKey or PreconditionFailed, among others
   */
  static Source source(Call call, ObjectStore store) throws AwsException {
    S3Scope place = Objects.requireNonNull(call.wanted().copySource());
    Bucket bucket = store.bucket(place.bucket());
    ObjectVersion version = bucket.read(place.path(), call.wanted().copySourceVersion());
    EncryptionHeaders.requireKey(
        version.object().properties().encryption(),
        EncryptionHeaders.copySourceKeyMd5(call::header));
    if (ReadConditions.ofSource(call).check(version) != ReadConditions.Outcome.MET) {
      throw ReadConditions.failed();
    }
    return new Source(bucket, version);
  }

  static Answer describeSource(Answer answer, Source source) {
    return answer.withOptional(
        "x-amz-copy-source-version-id", ObjectHeaders.versionId(source.bucket(), source.version()));
  }

  /** A copy of the current version onto itself must change something. */
  private static void requireChange(Call call, boolean newMetadata) throws AwsException {
    boolean same =
        S3Scope.object(call.bucket(), call.key()).equals(call.wanted().copySource())
            && call.wanted().copySourceVersion() == null;
    if (same
        && !newMetadata
        && !EncryptionHeaders.sent(call::header)
        && call.header("x-amz-storage-class") == null
        && call.header("x-amz-website-redirect-location") == null) {
      throw new AwsException(
          AwsError.INVALID_REQUEST,
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
  }

  private static boolean replaces(Call call, String directive) throws AwsException {
    String sent = call.header(directive);
    if (sent == null || sent.equals("COPY")) {
      return false;
    }
    if (sent.equals("REPLACE")) {
      return true;
    }
    throw new AwsException(AwsError.INVALID_ARGUMENT, "Unknown " + directive + ".");
  }
}
