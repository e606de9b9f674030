/**
 * Grants and the credentials vended for them: how they are asked for, found again and dropped in
 * time. Knows no policy and no Hadoop.
 */
@NullMarked
package io.github.s3agrants.credentials;

import org.jspecify.annotations.NullMarked;
