/**
 * A local stand-in for Amazon S3, S3 Access Grants and STS, for tests and examples.
 *
 * <p>Start with {@link io.github.s3agrants.emulator.AccessGrantsEmulator}. Only this package and
 * {@code api} are meant for users. The other packages are public only because Java has no narrower
 * visibility across packages.
 */
@NullMarked
package io.github.s3agrants.emulator;

import org.jspecify.annotations.NullMarked;
