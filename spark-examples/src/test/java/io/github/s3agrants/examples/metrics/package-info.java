/** The files in {@code conf/metrics}, and what Hadoop and Spark really publish. */
@org.jspecify.annotations.NullMarked
package io.github.s3agrants.examples.metrics;
