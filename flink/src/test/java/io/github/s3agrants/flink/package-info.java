/** The library in Flink's S3 plugin, loaded as Flink loads it. */
@NullMarked
package io.github.s3agrants.flink;

import org.jspecify.annotations.NullMarked;
