/** Parses and writes XML. */
@NullMarked
package io.github.s3agrants.emulator.xml;

import org.jspecify.annotations.NullMarked;
