/** Reading and writing of XML from and for strangers. */
@NullMarked
package io.github.s3agrants.emulator.xml;

import org.jspecify.annotations.NullMarked;
