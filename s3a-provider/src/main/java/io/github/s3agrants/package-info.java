/**
 * Amazon S3 Access Grants for Hadoop S3A: every S3 request is signed with credentials that are
 * vended for just its path and permission.
 *
 * <p>{@link io.github.s3agrants.AccessGrantsCredentialsProvider} and {@link
 * io.github.s3agrants.AccessGrantsInterceptor} are what users name in their configuration. Nothing
 * else here, or in the packages below, is meant to be called from outside.
 */
@NullMarked
package io.github.s3agrants;

import org.jspecify.annotations.NullMarked;
