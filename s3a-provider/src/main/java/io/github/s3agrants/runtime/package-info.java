/** What the file systems of a JVM share, put together here and nowhere else. */
@NullMarked
package io.github.s3agrants.runtime;

import org.jspecify.annotations.NullMarked;
