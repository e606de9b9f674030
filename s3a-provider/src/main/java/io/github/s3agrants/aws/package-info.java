/**
 * Calls the services with the AWS SDK for Java 2.x: S3 Control, STS, and S3 for a bucket's Region
 * and for missing keys. The only adapter of the core's ports to the SDK.
 */
@NullMarked
package io.github.s3agrants.aws;

import org.jspecify.annotations.NullMarked;
