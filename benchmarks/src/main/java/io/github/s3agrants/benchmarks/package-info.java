/**
 * Measures this library and AWS's plugin side by side. Each benchmark is a {@link
 * io.github.s3agrants.benchmarks.Benchmark}; {@code bin/run} starts one.
 */
@NullMarked
package io.github.s3agrants.benchmarks;

import org.jspecify.annotations.NullMarked;
