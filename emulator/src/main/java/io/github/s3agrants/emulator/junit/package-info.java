/** A JUnit Jupiter extension for the emulator. Users of this package must add JUnit themselves. */
@NullMarked
package io.github.s3agrants.emulator.junit;

import org.jspecify.annotations.NullMarked;
