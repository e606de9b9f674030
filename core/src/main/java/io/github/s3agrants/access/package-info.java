/**
 * What a typed S3 request needs: a permission on a path. Pure; knows no grant and no credentials.
 */
@NullMarked
package io.github.s3agrants.access;

import org.jspecify.annotations.NullMarked;
