/** Records calls. */
@NullMarked
package io.github.s3agrants.emulator.journal;

import org.jspecify.annotations.NullMarked;
