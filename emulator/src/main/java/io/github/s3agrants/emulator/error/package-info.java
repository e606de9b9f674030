/** The errors that calls are rejected with. */
@NullMarked
package io.github.s3agrants.emulator.error;

import org.jspecify.annotations.NullMarked;
