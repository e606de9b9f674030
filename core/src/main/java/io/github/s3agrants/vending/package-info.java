/** Which credentials sign a request: the one place where policy is applied. Never blocks. */
@NullMarked
package io.github.s3agrants.vending;

import org.jspecify.annotations.NullMarked;
