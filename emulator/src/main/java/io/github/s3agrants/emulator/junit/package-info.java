/** The emulator in tests with JUnit Jupiter, which whoever uses this package brings along. */
@NullMarked
package io.github.s3agrants.emulator.junit;

import org.jspecify.annotations.NullMarked;
