/** Spark clusters of several JVMs on loopback, and the jobs that the tests run on them. */
@NullMarked
package io.github.s3agrants.examples.cluster;

import org.jspecify.annotations.NullMarked;
