/** The S3 operations: routed, authorized, executed on the store, and answered in S3's forms. */
@NullMarked
package io.github.s3agrants.emulator.s3;

import org.jspecify.annotations.NullMarked;
