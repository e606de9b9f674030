/** Makes faults happen, and reads and writes them as text. */
@NullMarked
package io.github.s3agrants.emulator.fault;

import org.jspecify.annotations.NullMarked;
