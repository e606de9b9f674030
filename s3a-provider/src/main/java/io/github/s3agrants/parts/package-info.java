/**
 * Answers lists and bulk deletes that no grant covers as a whole, by one request for each of the
 * caller's grants.
 */
@NullMarked
package io.github.s3agrants.parts;

import org.jspecify.annotations.NullMarked;
