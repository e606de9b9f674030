/**
 * The Access Grants instance: its resources and the choice of the grant for a request. No I/O; the
 * caller supplies the clock.
 */
@NullMarked
package io.github.s3agrants.emulator.grants;

import org.jspecify.annotations.NullMarked;
