/** Parts of S3, without HTTP. */
@NullMarked
package io.github.s3agrants.emulator.s3;

import org.jspecify.annotations.NullMarked;
