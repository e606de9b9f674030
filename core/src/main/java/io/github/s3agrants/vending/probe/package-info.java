/**
 * Decides when S3A's probes of directories above the caller's grants are answered "not found"
 * without S3, and keeps such answers from doing harm. All rules of these answers are here; {@code
 * CredentialVendor} and the front end only carry them out.
 */
@NullMarked
package io.github.s3agrants.vending.probe;

import org.jspecify.annotations.NullMarked;
