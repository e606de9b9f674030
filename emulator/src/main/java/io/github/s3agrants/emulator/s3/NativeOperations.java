package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.PayloadHash;
import io.github.s3agrants.emulator.identity.SignedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/** The operations that S3Proxy does not support, or supports differently from S3. */
final class NativeOperations {
  private final ExactKeyBlobStore store;

  NativeOperations(ExactKeyBlobStore store) {
    this.store = store;
  }

  boolean handles(S3Route route) {
    return switch (route) {
      case GET_OBJECT_ACL, PUT_OBJECT_ACL, LIST_OBJECT_VERSIONS -> true;
      default -> false;
    };
  }

  /**
   * Executes an authorized request.
   *
   * @return the body of the response, whose status is 200; empty for none
   */
  byte[] answer(S3Request wanted, SignedRequest signed, InputStream body)
      throws AwsException, IOException {
    String bucket = Objects.requireNonNull(wanted.bucket());
    if (wanted.route() == S3Route.LIST_OBJECT_VERSIONS) {
      return VersionListing.answer(store, bucket, wanted.parameters()).toDocument();
    }
    String key = Objects.requireNonNull(wanted.key());
    // The body comes first: it must be read in any case, and an invalid one is an error for any
    // object.
    byte[] acl = wanted.route() == S3Route.PUT_OBJECT_ACL ? sentAcl(signed, body) : new byte[0];
    requireObject(bucket, key, wanted.parameters().getOrDefault("versionId", "null"));
    if (wanted.route() == S3Route.PUT_OBJECT_ACL) {
      store.attributes().putAcl(bucket, key, acl);
      return new byte[0];
    }
    return store.attributes().get(bucket, key).acl().orElseGet(AclHeaders::defaultDocument);
  }

  private static byte[] sentAcl(SignedRequest signed, InputStream body)
      throws AwsException, IOException {
    Optional<byte[]> inHeaders = AclHeaders.read(signed::header);
    byte[] document = content(signed, body.readNBytes(AclDocument.MAX_BYTES * 2));
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

  /** Decodes the body. Rejects content that the signature does not cover. */
  private static byte[] content(SignedRequest signed, byte[] raw) throws AwsException {
    String declared = PayloadHash.declared(signed);
    if (declared.equals("STREAMING-UNSIGNED-PAYLOAD-TRAILER")) {
      return AwsChunked.decode(raw);
    }
    if (declared.startsWith("STREAMING-")) {
      throw new AwsException(
          AwsError.INVALID_REQUEST, "The emulator does not accept an ACL in signed chunks");
    }
    if (raw.length > AclDocument.MAX_BYTES) {
      // Too long to read completely, so its hash cannot be computed.
      AclDocument.check(raw);
    }
    String unused = PayloadHash.checked(signed, raw);
    return raw;
  }

  private void requireObject(String bucket, String key, String versionId) throws AwsException {
    if (!store.containerExists(bucket)) {
      throw new AwsException(AwsError.NO_SUCH_BUCKET, "The specified bucket does not exist");
    }
    if (!store.blobExists(bucket, key) || !versionId.equals("null")) {
      throw new AwsException(AwsError.NO_SUCH_KEY, "The specified key does not exist.");
    }
  }
}
