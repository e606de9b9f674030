/** YARN in one JVM, for tests. */
@NullMarked
package io.github.s3agrants.yarn;

import org.jspecify.annotations.NullMarked;
