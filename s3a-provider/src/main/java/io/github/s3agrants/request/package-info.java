/** What happens to one S3 request of the AWS SDK, from before it is signed to its failure. */
@NullMarked
package io.github.s3agrants.request;

import org.jspecify.annotations.NullMarked;
