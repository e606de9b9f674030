/**
 * What data engineers run on Spark: table formats, SQL warehouses and streams, once with plain and
 * once with vended credentials.
 */
@NullMarked
package io.github.s3agrants.tables;

import org.jspecify.annotations.NullMarked;
