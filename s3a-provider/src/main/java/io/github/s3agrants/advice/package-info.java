/** What is said to users about a request that got no credentials, and what they can do. */
@NullMarked
package io.github.s3agrants.advice;

import org.jspecify.annotations.NullMarked;
