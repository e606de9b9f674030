/** The emulator as a container. Testcontainers itself is the user's own. */
@NullMarked
package io.github.s3agrants.emulator.testcontainers;

import org.jspecify.annotations.NullMarked;
