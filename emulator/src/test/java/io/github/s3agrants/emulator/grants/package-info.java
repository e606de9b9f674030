/** Grants and matching, without HTTP. */
@NullMarked
package io.github.s3agrants.emulator.grants;

import org.jspecify.annotations.NullMarked;
