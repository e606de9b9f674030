/**
 * A small HTTP/1.1 server on Apache HttpCore. It knows nothing of AWS: what a path, a header or a
 * signature means is its handlers' business.
 */
@NullMarked
package io.github.s3agrants.emulator.http;

import org.jspecify.annotations.NullMarked;
