package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.access.AccessRules;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.http.HttpRequest;
import io.github.s3agrants.emulator.identity.ChunkSignatures;
import io.github.s3agrants.emulator.identity.SignedRequest;
import io.github.s3agrants.emulator.journal.CallRecord;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An authorized call. The keys in the body of DeleteObjects are not authorized yet.
 *
 * @param http the request
 * @param signed its signed parts
 * @param wanted what it asks for
 * @param signer who asks
 * @param chunks verifies a body of signed chunks; empty if nobody has signed
 * @param entry its entry in the journal
 */
record Call(
    HttpRequest http,
    SignedRequest signed,
    S3Request wanted,
    AccessRules.Signer signer,
    Optional<ChunkSignatures> chunks,
    CallRecord entry) {

  /** The first value of a header, by its lower-case name; null if it was not sent. */
  @Nullable String header(String name) {
    return http.header(name);
  }

  /** A query parameter; null if it was not sent. */
  @Nullable String parameter(String name) {
    return wanted.parameters().get(name);
  }

  /** The bucket of an operation that has one. */
  String bucket() {
    return Objects.requireNonNull(wanted.bucket());
  }

  /** The key of an operation that has one. */
  String key() {
    return Objects.requireNonNull(wanted.key());
  }

  /**
   * The version that the request names; null: none.
   *
   * @throws AwsException InvalidArgument if it is empty
   */
  @Nullable String versionId() throws AwsException {
    return notEmpty(parameter("versionId"));
  }

  /**
   * A version as sent.
   *
   * @throws AwsException InvalidArgument if it is empty
   */
  static @Nullable String notEmpty(@Nullable String versionId) throws AwsException {
    if (versionId != null && versionId.isEmpty()) {
      throw new AwsException(AwsError.INVALID_ARGUMENT, "Version id cannot be the empty string");
    }
    return versionId;
  }

  /**
   * A number in the query.
   *
   * @throws AwsException InvalidArgument if it is not within the limits
   */
  int number(String name, int otherwise, int least, int greatest) throws AwsException {
    String sent = parameter(name);
    if (sent == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(sent);
      if (number >= least && number <= greatest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new AwsException(
        AwsError.INVALID_ARGUMENT,
        "Argument " + name + " must be an integer between " + least + " and " + greatest);
  }

  /** Omits everything that may hold credentials. */
  @Override
  public String toString() {
    return wanted.toString();
  }
}
