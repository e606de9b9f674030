/** The options, read and checked: those of this library and, for what it asks itself, S3A's own. */
@NullMarked
package io.github.s3agrants.settings;

import org.jspecify.annotations.NullMarked;
