/**
 * Amazon S3 Access Grants for Apache Iceberg's S3FileIO: it signs each S3 request with the same
 * vended credentials as S3A does in the same JVM.
 *
 * <p>Users name {@link io.github.s3agrants.iceberg.AccessGrantsClientFactory} or {@link
 * io.github.s3agrants.iceberg.AccessGrantsFileIO} in the properties of a catalog.
 */
@NullMarked
package io.github.s3agrants.iceberg;

import org.jspecify.annotations.NullMarked;
