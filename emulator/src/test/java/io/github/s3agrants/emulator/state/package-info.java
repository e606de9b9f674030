/** The state file: what is in it after whatever happened to it. */
@NullMarked
package io.github.s3agrants.emulator.state;

import org.jspecify.annotations.NullMarked;
