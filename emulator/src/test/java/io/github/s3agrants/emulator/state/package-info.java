/** The state file and its recovery after crashes and damage. */
@NullMarked
package io.github.s3agrants.emulator.state;

import org.jspecify.annotations.NullMarked;
