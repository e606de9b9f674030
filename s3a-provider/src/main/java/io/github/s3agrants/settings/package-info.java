/**
 * Reads and checks the options: the library's own, and those of S3A that its calls to the services
 * follow.
 */
@NullMarked
package io.github.s3agrants.settings;

import org.jspecify.annotations.NullMarked;
