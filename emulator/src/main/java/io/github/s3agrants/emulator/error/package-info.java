/** What a call is refused with. */
@NullMarked
package io.github.s3agrants.emulator.error;

import org.jspecify.annotations.NullMarked;
