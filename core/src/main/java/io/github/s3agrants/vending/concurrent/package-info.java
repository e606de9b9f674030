/**
 * Makes blocking calls on a bounded number of threads, and shares answers that many requests wait
 * for. Applies no policy.
 */
@NullMarked
package io.github.s3agrants.vending.concurrent;

import org.jspecify.annotations.NullMarked;
