/**
 * The values that users of the emulator pass in and get back: settings, journal, faults. This
 * package imports no other package of the emulator.
 */
@NullMarked
package io.github.s3agrants.emulator.api;

import org.jspecify.annotations.NullMarked;
