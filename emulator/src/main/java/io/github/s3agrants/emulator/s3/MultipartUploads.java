package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.Bucket;
import io.github.s3agrants.emulator.store.Checksum;
import io.github.s3agrants.emulator.store.ChecksumAlgorithm;
import io.github.s3agrants.emulator.store.ChecksumType;
import io.github.s3agrants.emulator.store.ExpectedObject;
import io.github.s3agrants.emulator.store.NamedPart;
import io.github.s3agrants.emulator.store.ObjectProperties;
import io.github.s3agrants.emulator.store.ObjectStore;
import io.github.s3agrants.emulator.store.ObjectVersion;
import io.github.s3agrants.emulator.store.StoredObject;
import io.github.s3agrants.emulator.store.StoredPart;
import io.github.s3agrants.emulator.store.Upload;
import io.github.s3agrants.emulator.xml.XmlElement;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The operations that write an object in parts. */
final class MultipartUploads {
  private static final int MAX_PART = 10_000;

  private final ObjectStore store;

  MultipartUploads(ObjectStore store) {
    this.store = store;
  }

  Answer create(Call call) throws AwsException {
    ObjectWrites.requireKey(call);
    ObjectProperties properties = WriteHeaders.read(call);
    ChecksumAlgorithm algorithm = Checksums.algorithm(call);
    ChecksumType type = Checksums.type(call, algorithm);
    Bucket bucket = store.bucket(call.bucket());
    Upload upload = bucket.uploads().create(call.key(), properties, algorithm, type);
    return Answer.of(
            XmlElement.of(
                "InitiateMultipartUploadResult",
                XmlElement.of("Bucket", call.bucket()),
                XmlElement.of("Key", call.key()),
                XmlElement.of("UploadId", upload.id())))
        .withOptional("x-amz-checksum-algorithm", algorithm == null ? null : algorithm.name())
        .withOptional("x-amz-checksum-type", algorithm == null ? null : type.name())
        .with(header -> EncryptionHeaders.describe(properties.encryption(), header));
  }

  Answer upload(Call call) throws AwsException, IOException {
    Upload upload = upload(call, store);
    requireKey(call, upload);
    int number = call.number("partNumber", 0, 1, MAX_PART);
    Body body = BodyReader.object(call);
    Checksum sent = body.checksum();
    ChecksumAlgorithm algorithm = upload.algorithm();
    if (sent != null && algorithm != null && sent.algorithm() != algorithm) {
      throw new AwsException(
          AwsError.INVALID_REQUEST,
          "Checksum Type mismatch occurred, expected checksum Type: "
              + algorithm
              + ", actual checksum Type: "
              + sent.algorithm());
    }
    StoredObject stored = StoredObject.of(body.content(), body.eTag(), upload.properties(), sent);
    Checksum checksum =
        sent == null ? stored.copy(Optional.ofNullable(algorithm)).checksum() : sent;
    upload.put(new StoredPart(number, body.content(), body.eTag(), checksum, Instant.now()));
    return Answer.ok()
        .with("ETag", body.eTag().quoted())
        .with(header -> EncryptionHeaders.describe(upload.properties().encryption(), header))
        .withOptional(
            checksum == null ? "" : checksum.algorithm().header(),
            checksum == null ? null : checksum.value());
  }

  Answer copy(Call call) throws AwsException {
    Upload upload = upload(call, store);
    requireKey(call, upload);
    int number = call.number("partNumber", 0, 1, MAX_PART);
    Copies.Source source = Copies.source(call, store);
    StoredObject object = source.version().object();
    String range = call.header("x-amz-copy-source-range");
    ByteRange copied =
        range == null ? new ByteRange(0, object.size()) : ByteRange.copied(range, object.size());
    StoredObject part =
        object.slice(copied.from(), copied.length()).copy(Optional.ofNullable(upload.algorithm()));
    Instant now = Instant.now();
    upload.put(new StoredPart(number, part.content(), part.eTag(), part.checksum(), now));
    Answer answer =
        Answer.of(
            XmlElement.of(
                "CopyPartResult",
                XmlElement.of("LastModified", S3Responses.xmlDate(now)),
                XmlElement.of("ETag", part.eTag().quoted()),
                Checksums.element(part.checksum())));
    return Copies.describeSource(answer, source)
        .with(header -> EncryptionHeaders.describe(upload.properties().encryption(), header));
  }

  Answer complete(Call call) throws AwsException, IOException {
    ExpectedObject expected = expected(call);
    CompleteUploadBody body = CompleteUploadBody.parse(BodyReader.completion(call));
    Bucket bucket = store.bucket(call.bucket());
    Optional<Upload> upload = bucket.uploads().find(call.key(), id(call));
    ObjectVersion version =
        upload.isPresent()
            ? complete(call, bucket, upload.get(), body.parts(), expected)
            : bucket.uploads().completed(call.key(), id(call));
    StoredObject object = version.object();
    Answer answer =
        Answer.of(
            XmlElement.of(
                "CompleteMultipartUploadResult",
                XmlElement.of(
                    "Location",
                    "http://"
                        + Objects.requireNonNullElse(call.header("host"), "localhost")
                        + call.http().rawPath()),
                XmlElement.of("Bucket", call.bucket()),
                XmlElement.of("Key", call.key()),
                XmlElement.of("ETag", object.eTag().quoted()),
                Checksums.element(object.checksum()),
                Checksums.type(object.checksum())));
    return ObjectHeaders.version(answer, bucket, version)
        .with(header -> EncryptionHeaders.describe(object.properties().encryption(), header));
  }

  private static ExpectedObject expected(Call call) throws AwsException {
    SentChecksum checksum = SentChecksum.of(call);
    String size = call.header("x-amz-mp-object-size");
    try {
      return new ExpectedObject(
          checksum.algorithm(), checksum.value(), size == null ? null : Long.valueOf(size.strip()));
    } catch (NumberFormatException e) {
      throw new AwsException(AwsError.INVALID_REQUEST, "x-amz-mp-object-size is not a number");
    }
  }

  private static ObjectVersion complete(
      Call call, Bucket bucket, Upload upload, List<NamedPart> parts, ExpectedObject expected)
      throws AwsException {
    Optional<String> customerKey = EncryptionHeaders.customerKeyMd5(call::header);
    // CompleteMultipartUpload may omit the key.
    if (customerKey.isPresent()) {
      EncryptionHeaders.requireKey(upload.properties().encryption(), customerKey);
    }
    return bucket.uploads().complete(upload, parts, expected, WriteHeaders.condition(call));
  }

  Answer abort(Call call) throws AwsException {
    store.bucket(call.bucket()).uploads().abort(call.key(), id(call));
    return Answer.noContent();
  }

  static Upload upload(Call call, ObjectStore store) throws AwsException {
    return store.bucket(call.bucket()).uploads().get(call.key(), id(call));
  }

  private static String id(Call call) {
    String sent = call.parameter("uploadId");
    return sent == null ? "" : sent;
  }

  private static void requireKey(Call call, Upload upload) throws AwsException {
    EncryptionHeaders.requireKey(
        upload.properties().encryption(), EncryptionHeaders.customerKeyMd5(call::header));
  }
}
