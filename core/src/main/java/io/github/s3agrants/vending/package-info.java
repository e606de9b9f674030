/**
 * Decides which credentials sign a request. Policy is applied here and nowhere else. Does not
 * block, unless a method says so.
 */
@NullMarked
package io.github.s3agrants.vending;

import org.jspecify.annotations.NullMarked;
