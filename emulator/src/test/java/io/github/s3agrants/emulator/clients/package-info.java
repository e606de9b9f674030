/**
 * Unmodified third-party clients against the emulator, configured only by their documented
 * settings.
 */
@NullMarked
package io.github.s3agrants.emulator.clients;

import org.jspecify.annotations.NullMarked;
