@NullMarked
package io.github.s3agrants.iceberg;

import org.jspecify.annotations.NullMarked;
