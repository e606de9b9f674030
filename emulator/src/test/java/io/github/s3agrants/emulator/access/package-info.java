/** Who may do what on S3, without HTTP. */
@NullMarked
package io.github.s3agrants.emulator.access;

import org.jspecify.annotations.NullMarked;
