/** Tests of the executable's log. */
@NullMarked
package io.github.s3agrants.emulator.log;

import org.jspecify.annotations.NullMarked;
