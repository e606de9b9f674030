/** Tests of the annotation and of the extension. */
@NullMarked
package io.github.s3agrants.emulator.junit;

import org.jspecify.annotations.NullMarked;
