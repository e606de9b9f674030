/**
 * The emulator in JUnit Jupiter tests: an annotation, and an extension to register in a field.
 * JUnit itself is the user's own.
 */
@NullMarked
package io.github.s3agrants.emulator.junit;

import org.jspecify.annotations.NullMarked;
