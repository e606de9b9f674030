/** Objects in memory: buckets, versions and uploads. */
@NullMarked
package io.github.s3agrants.emulator.store;

import org.jspecify.annotations.NullMarked;
