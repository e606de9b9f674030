/** The state of Access Grants in a file that outlives the process. */
@NullMarked
package io.github.s3agrants.emulator.state;

import org.jspecify.annotations.NullMarked;
