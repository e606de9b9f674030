/** Spark jobs under S3 Access Grants, and what {@code bin/run-example} needs around it. */
@NullMarked
package io.github.s3agrants.examples;

import org.jspecify.annotations.NullMarked;
