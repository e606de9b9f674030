/** Tests of the tools. */
@NullMarked
package io.github.s3agrants.tools;

import org.jspecify.annotations.NullMarked;
