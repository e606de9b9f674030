/** The versions that the library's jar is tested with. */
@NullMarked
package io.github.s3agrants.compatibility;

import org.jspecify.annotations.NullMarked;
