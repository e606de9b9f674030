/** Injects faults and converts them from and to text. */
@NullMarked
package io.github.s3agrants.emulator.fault;

import org.jspecify.annotations.NullMarked;
