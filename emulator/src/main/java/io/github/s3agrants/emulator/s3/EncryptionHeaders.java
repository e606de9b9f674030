package io.github.s3agrants.emulator.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.Encryption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Encryption at rest in the headers of requests and answers.
 *
 * <p>See <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html">Protecting
 * data with server-side encryption</a>.
 */
final class EncryptionHeaders {
  private static final String NAME = "x-amz-server-side-encryption";
  private static final String KMS_KEY = NAME + "-aws-kms-key-id";
  private static final String BUCKET_KEY = NAME + "-bucket-key-enabled";
  private static final String CUSTOMER = NAME + "-customer-";

  /** The prefix of the SSE-C headers for the source of a copy. */
  private static final String COPY_SOURCE_CUSTOMER =
      "x-amz-copy-source-server-side-encryption-customer-";

  private static final Set<String> MANAGED = Set.of("AES256", "aws:kms", "aws:kms:dsse");
  private static final int KEY_BYTES = 32;

  private EncryptionHeaders() {}

  /** True if the request names an encryption. */
  static boolean sent(UnaryOperator<@Nullable String> header) {
    return header.apply(NAME) != null || header.apply(CUSTOMER + "algorithm") != null;
  }

  /**
   * The encryption that a write request asks for.
   *
   * @param header returns a header's value by its lower-case name; null if it was not sent
   * @throws AwsException InvalidArgument or InvalidEncryptionAlgorithmError
   */
  static Encryption requested(UnaryOperator<@Nullable String> header) throws AwsException {
    String algorithm = header.apply(NAME);
    String keyId = header.apply(KMS_KEY);
    Optional<String> customer = customerKeyMd5(header);
    if (customer.isPresent()) {
      if (algorithm != null) {
        throw invalid(
            "Server Side Encryption with Customer provided key is incompatible with the encryption"
                + " method specified");
      }
      return new Encryption("AES256", null, false, customer.get());
    }
    if (algorithm != null && !MANAGED.contains(algorithm)) {
      throw new AwsException(
          AwsError.INVALID_ENCRYPTION_ALGORITHM,
          "The encryption request that you specified is not valid. The valid values are AES256,"
              + " aws:kms and aws:kms:dsse.");
    }
    boolean kms = algorithm != null && algorithm.startsWith("aws:kms");
    if (keyId != null && !kms) {
      throw invalid(
          "Server Side Encryption with AWS KMS managed key requires HTTP header"
              + " x-amz-server-side-encryption : aws:kms");
    }
    return algorithm == null
        ? Encryption.DEFAULT
        : new Encryption(
            algorithm, keyId, kms && "true".equalsIgnoreCase(header.apply(BUCKET_KEY)), null);
  }

  /** The MD5 of the customer's key in a request. */
  static Optional<String> customerKeyMd5(UnaryOperator<@Nullable String> header)
      throws AwsException {
    return customerKeyMd5(CUSTOMER, header);
  }

  /** The MD5 of the customer's key for the source of a copy. */
  static Optional<String> copySourceKeyMd5(UnaryOperator<@Nullable String> header)
      throws AwsException {
    return customerKeyMd5(COPY_SOURCE_CUSTOMER, header);
  }

  /**
   * Rejects a request without the object's customer key, or with a key if the object has none.
   *
   * @param encryption the object's
   * @param sent the MD5 of the key in the request
   * @throws AwsException InvalidRequest or AccessDenied
   */
  static void requireKey(Encryption encryption, Optional<String> sent) throws AwsException {
    String customerKeyMd5 = encryption.customerKeyMd5();
    if (customerKeyMd5 == null && sent.isPresent()) {
      throw new AwsException(
          AwsError.INVALID_REQUEST, "The encryption parameters are not applicable to this object.");
    }
    if (customerKeyMd5 != null && sent.isEmpty()) {
      throw new AwsException(
          AwsError.INVALID_REQUEST,
          "The object was stored using a form of Server Side Encryption. The correct parameters"
              + " must be provided to retrieve the object.");
    }
    if (!Objects.equals(customerKeyMd5, sent.orElse(null))) {
      throw new AwsException(AwsError.ACCESS_DENIED, "Access Denied");
    }
  }

  /** Writes the encryption to the response headers. */
  static void describe(Encryption encryption, BiConsumer<String, String> header) {
    String customerKeyMd5 = encryption.customerKeyMd5();
    if (customerKeyMd5 != null) {
      header.accept(CUSTOMER + "algorithm", encryption.algorithm());
      header.accept(CUSTOMER + "key-md5", customerKeyMd5);
      return;
    }
    header.accept(NAME, encryption.algorithm());
    String keyId = encryption.keyId();
    if (keyId != null) {
      header.accept(KMS_KEY, keyId);
    }
    if (encryption.bucketKey()) {
      header.accept(BUCKET_KEY, "true");
    }
  }

  private static Optional<String> customerKeyMd5(
      String prefix, UnaryOperator<@Nullable String> header) throws AwsException {
    String algorithm = header.apply(prefix + "algorithm");
    String key = header.apply(prefix + "key");
    String md5 = header.apply(prefix + "key-md5");
    if (algorithm == null && key == null && md5 == null) {
      return Optional.empty();
    }
    if (algorithm == null || key == null || md5 == null) {
      throw invalid(
          "Requests specifying Server Side Encryption with Customer provided keys must provide an"
              + " encryption algorithm, a secret key and its MD5.");
    }
    if (!algorithm.equals("AES256")) {
      throw new AwsException(
          AwsError.INVALID_ENCRYPTION_ALGORITHM,
          "The encryption request that you specified is not valid. The valid value is AES256.");
    }
    byte[] bytes = decoded(key);
    if (bytes.length != KEY_BYTES) {
      throw invalid("The secret key was invalid for the specified algorithm.");
    }
    if (!MessageDigest.isEqual(md5(bytes).getBytes(UTF_8), md5.getBytes(UTF_8))) {
      throw invalid("The calculated MD5 hash of the key did not match the hash that was provided.");
    }
    return Optional.of(md5);
  }

  private static byte[] decoded(String key) {
    try {
      return Base64.getDecoder().decode(key);
    } catch (IllegalArgumentException e) {
      // The calling method reports it. The exception's own message contains a part of the key.
      return new byte[0];
    }
  }

  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private static AwsException invalid(String message) {
    return new AwsException(AwsError.INVALID_ARGUMENT, message);
  }
}
