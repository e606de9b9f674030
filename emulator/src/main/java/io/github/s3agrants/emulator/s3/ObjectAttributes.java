package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What S3Proxy does not keep of an object. Immutable.
 *
 * @param acl the document that was put on it; empty if none was
 * @param encryption how it says that it is encrypted
 */
record ObjectAttributes(Optional<byte[]> acl, Encryption encryption) {
  static final ObjectAttributes NONE = new ObjectAttributes(Optional.empty(), Encryption.DEFAULT);

  /**
   * What a request says of the object that it writes.
   *
   * @param header gives a header's value by its lower-case name; null if it was not sent
   * @throws AwsException if the headers cannot be understood
   */
  static ObjectAttributes read(UnaryOperator<@Nullable String> header) throws AwsException {
    return new ObjectAttributes(AclHeaders.read(header), Encryption.wanted(header));
  }

  ObjectAttributes withAcl(byte[] document) {
    return new ObjectAttributes(Optional.of(document.clone()), encryption);
  }
}
