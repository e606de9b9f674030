/** The HTTP interface of S3 Control, STS and the emulator's own endpoints. */
@NullMarked
package io.github.s3agrants.emulator.control;

import org.jspecify.annotations.NullMarked;
