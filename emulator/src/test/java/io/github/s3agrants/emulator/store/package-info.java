/** The store, without HTTP. */
@NullMarked
package io.github.s3agrants.emulator.store;

import org.jspecify.annotations.NullMarked;
