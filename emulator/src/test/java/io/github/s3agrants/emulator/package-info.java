/** The emulator, driven over HTTP by the real SDK. */
@NullMarked
package io.github.s3agrants.emulator;

import org.jspecify.annotations.NullMarked;
