package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an object that S3Proxy does not store. Immutable.
 *
 * @param acl the ACL document; empty if none was put
 * @param encryption the encryption that responses report
 */
record ObjectAttributes(Optional<byte[]> acl, Encryption encryption) {
  static final ObjectAttributes NONE = new ObjectAttributes(Optional.empty(), Encryption.DEFAULT);

  /**
   * The attributes in a write request.
   *
   * @param header returns a header's value by its lower-case name; null if it was not sent
   * @throws AwsException if the headers are malformed
   */
  static ObjectAttributes read(UnaryOperator<@Nullable String> header) throws AwsException {
    return new ObjectAttributes(AclHeaders.read(header), Encryption.requested(header));
  }

  ObjectAttributes withAcl(byte[] document) {
    return new ObjectAttributes(Optional.of(document.clone()), encryption);
  }
}
