/** Creates, shares and shuts down what the file systems of a JVM have in common. */
@NullMarked
package io.github.s3agrants.runtime;

import org.jspecify.annotations.NullMarked;
