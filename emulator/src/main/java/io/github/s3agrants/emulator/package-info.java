/**
 * A local stand-in for Amazon S3, S3 Access Grants and STS, for tests and examples.
 *
 * <p>Start with {@link io.github.s3agrants.emulator.AccessGrantsEmulator}. Only this package and
 * {@code api} are meant to be used from outside; the other packages are public only because Java
 * has no narrower word for it.
 */
@NullMarked
package io.github.s3agrants.emulator;

import org.jspecify.annotations.NullMarked;
