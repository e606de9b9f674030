package io.github.s3agrants.emulator.store;

import org.jspecify.annotations.Nullable;

/**
 * The encryption at rest that answers report for an object. Nothing is encrypted. Of a customer's
 * key, only the MD5 that S3 returns is kept, never the key. Immutable.
 *
 * @param algorithm {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}
 * @param keyId the KMS key as sent; null for none
 * @param bucketKey true if an S3 Bucket Key was requested
 * @param customerKeyMd5 SSE-C: the MD5 of the customer's key in Base64; otherwise null
 */
public record Encryption(
    String algorithm, @Nullable String keyId, boolean bucketKey, @Nullable String customerKeyMd5) {
  /** S3's default encryption. */
  public static final Encryption DEFAULT = new Encryption("AES256", null, false, null);
}
