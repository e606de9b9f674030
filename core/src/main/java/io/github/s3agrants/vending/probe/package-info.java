/**
 * When S3A's probes of directories above the caller's grants are answered "not found" without S3,
 * and what keeps such an answer from doing harm. Everything that knows of these answers is here,
 * but for what carries them out: {@code CredentialVendor} and the front end.
 */
@NullMarked
package io.github.s3agrants.vending.probe;

import org.jspecify.annotations.NullMarked;
