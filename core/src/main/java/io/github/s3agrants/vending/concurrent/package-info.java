/** Blocking calls on bounded threads, and answers that many wait for. Knows no rule of policy. */
@NullMarked
package io.github.s3agrants.vending.concurrent;

import org.jspecify.annotations.NullMarked;
