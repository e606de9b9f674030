/** The HTTP face of S3 Control, STS and of the emulator's own journal. */
@NullMarked
package io.github.s3agrants.emulator.control;

import org.jspecify.annotations.NullMarked;
