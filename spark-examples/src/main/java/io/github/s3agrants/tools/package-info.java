/** Tools for those who run S3A with S3 Access Grants, as Spark jobs. */
@NullMarked
package io.github.s3agrants.tools;

import org.jspecify.annotations.NullMarked;
