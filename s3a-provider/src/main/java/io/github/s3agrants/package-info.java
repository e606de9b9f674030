/**
 * Amazon S3 Access Grants for Hadoop S3A: each S3 request is signed with credentials that are
 * vended for its path and permission.
 *
 * <p>Users name {@link io.github.s3agrants.AccessGrantsCredentialsProvider} and {@link
 * io.github.s3agrants.AccessGrantsInterceptor} in their configuration, and with delegation tokens
 * {@link io.github.s3agrants.AccessGrantsTokenBinding}. No other class of this package and its
 * subpackages is meant to be called from outside.
 */
@NullMarked
package io.github.s3agrants;

import org.jspecify.annotations.NullMarked;
