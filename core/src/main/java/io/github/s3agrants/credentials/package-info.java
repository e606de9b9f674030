/**
 * Vended credentials and refusals: the interface to the services, and the caches. Applies no policy
 * and uses no Hadoop.
 */
@NullMarked
package io.github.s3agrants.credentials;

import org.jspecify.annotations.NullMarked;
