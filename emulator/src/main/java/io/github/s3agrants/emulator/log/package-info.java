/** The log of the executable. As a library, the emulator logs wherever its JVM does. */
@NullMarked
package io.github.s3agrants.emulator.log;

import org.jspecify.annotations.NullMarked;
