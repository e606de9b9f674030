/**
 * Values that the emulator takes and gives back: settings, journal, faults. Imports nothing else of
 * the emulator.
 */
@NullMarked
package io.github.s3agrants.emulator.api;

import org.jspecify.annotations.NullMarked;
