/** Hadoop's own FileSystem contract suites, with plain and with vended credentials. */
@NullMarked
package io.github.s3agrants.contract;

import org.jspecify.annotations.NullMarked;
