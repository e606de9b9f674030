/** Signatures, without HTTP. */
@NullMarked
package io.github.s3agrants.emulator.identity;

import org.jspecify.annotations.NullMarked;
