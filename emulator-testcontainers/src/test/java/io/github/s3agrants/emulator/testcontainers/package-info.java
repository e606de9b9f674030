/** Tests of the container's class, with and without a container engine. */
@NullMarked
package io.github.s3agrants.emulator.testcontainers;

import org.jspecify.annotations.NullMarked;
