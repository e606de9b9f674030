package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.Bucket;
import io.github.s3agrants.emulator.store.ObjectStore;
import io.github.s3agrants.emulator.store.ObjectVersion;
import java.io.IOException;
import java.util.Optional;

/** GetObjectAcl and PutObjectAcl. */
final class Acls {
  private final ObjectStore store;

  Acls(ObjectStore store) {
    this.store = store;
  }

  Answer get(Call call) throws AwsException {
    Bucket bucket = store.bucket(call.bucket());
    ObjectVersion version = bucket.read(call.key(), call.versionId());
    return ObjectHeaders.version(
        Answer.ofXml(version.object().properties().acl().orElseGet(AclHeaders::defaultDocument)),
        bucket,
        version);
  }

  Answer put(Call call) throws AwsException, IOException {
    // The body comes first: an invalid one is an error for any object.
    byte[] document = sent(call);
    Bucket bucket = store.bucket(call.bucket());
    ObjectVersion version =
        bucket.update(
            call.key(), call.versionId(), properties -> properties.withAcl(Optional.of(document)));
    return ObjectHeaders.version(Answer.ok(), bucket, version);
  }

  private static byte[] sent(Call call) throws AwsException, IOException {
    Optional<byte[]> inHeaders = AclHeaders.read(call::header);
    byte[] document;
    try {
      document = BodyReader.document(call, AclDocument.MAX_BYTES);
    } catch (AwsException e) {
      throw e.error() == AwsError.REQUEST_TOO_LARGE ? AclDocument.tooLarge() : e;
    }
    if (inHeaders.isPresent()) {
      if (document.length > 0) {
        throw new AwsException(
            AwsError.INVALID_REQUEST,
            "An ACL is either in the headers or in the body, not in both");
      }
      return inHeaders.get();
    }
    if (document.length == 0) {
      throw new AwsException(
          AwsError.MISSING_SECURITY_HEADER,
          "Your request was missing a required header: x-amz-acl");
    }
    AclDocument.check(document);
    return document;
  }
}
