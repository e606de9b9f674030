/**
 * Determines the permission and the path that an S3 request needs. Pure: it uses no grants and no
 * credentials.
 */
@NullMarked
package io.github.s3agrants.access;

import org.jspecify.annotations.NullMarked;
