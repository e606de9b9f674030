/** Test support that all modules share: principals, set-ups of the emulator, clients, clocks. */
@NullMarked
package io.github.s3agrants.testkit;

import org.jspecify.annotations.NullMarked;
