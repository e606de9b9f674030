/** Spark's plugin: the driver vends for all executors. The only package that knows Spark. */
@NullMarked
package io.github.s3agrants.spark;

import org.jspecify.annotations.NullMarked;
