/**
 * The doctor: explains on a command line whether and how S3 Access Grants works for a path. No
 * other package knows this one.
 */
@NullMarked
package io.github.s3agrants.tools;

import org.jspecify.annotations.NullMarked;
