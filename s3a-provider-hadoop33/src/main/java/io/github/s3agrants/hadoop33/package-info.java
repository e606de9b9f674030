/** The door for S3A of Hadoop 3.3, which uses version 1 of the AWS SDK. */
@NullMarked
package io.github.s3agrants.hadoop33;

import org.jspecify.annotations.NullMarked;
